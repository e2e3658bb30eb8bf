package dev.multiarch.record;

import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the journal: a step of a merge or a promotion, before it is done or after. Texts are as they were written.
 *
 * @param call joins what one call wrote
 * @param what the candidate or the tag
 * @param from what a tag pointed to before
 * @param to what is pushed, or what a tag will point to
 * @param after what it points to now; empty before the step, and where that could not be read
 * @param because what goes with every step of a call
 */
public record JournalEntry(
        Instant at,
        String call,
        Step step,
        Phase phase,
        String what,
        Optional<Digest> from,
        Digest to,
        Optional<Digest> after,
        Because because) {
    private static final String SCHEMA = "dev.multiarch.journal/v1";

    /** What is done. */
    public enum Step {
        PUSH,
        TAG
    }

    /** Whether it is still to be done. */
    public enum Phase {
        BEFORE,
        AFTER
    }

    /**
     * On whose word a step is done.
     *
     * @param verdict in words
     * @param who did it, in words
     */
    public record Because(Optional<String> plan, Optional<String> revision, String verdict, String who) {}

    /** One line of JSON with a newline. */
    public String line() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("at", at.toString());
        json.put("call", call);
        json.put("step", word(step));
        json.put("phase", word(phase));
        json.put("what", what);
        from.ifPresent(digest -> json.put("from", digest.toString()));
        json.put("to", to.toString());
        after.ifPresent(digest -> json.put("after", digest.toString()));
        because.plan().ifPresent(plan -> json.put("plan", plan));
        because.revision().ifPresent(revision -> json.put("revision", revision));
        json.put("verdict", because.verdict());
        json.put("who", because.who());
        return Json.writeLine(json).strip() + "\n";
    }

    /** @throws FormatException if it is not such a line */
    public static JournalEntry read(byte[] line, String what) {
        JsonObject json = Json.read(line, what).ofSchema(SCHEMA);
        return new JournalEntry(
                time(json),
                json.text("call"),
                word(json, "step", Step.class),
                word(json, "phase", Phase.class),
                json.text("what"),
                json.optionalText("from").map(Digest::parse),
                Digest.parse(json.text("to")),
                json.optionalText("after").map(Digest::parse),
                new Because(
                        json.optionalText("plan"),
                        json.optionalText("revision"),
                        json.text("verdict"),
                        json.text("who")));
    }

    private static Instant time(JsonObject json) {
        try {
            return Instant.parse(json.text("at"));
        } catch (DateTimeException malformed) {
            throw json.problem("at", "expected a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E word(JsonObject json, String key, Class<E> type) {
        try {
            return Enum.valueOf(type, json.text(key).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw json.problem(key, "unknown word \"" + json.text(key) + "\"");
        }
    }
}
