package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a writer leaves behind before it moves a tag, so that others that move the same tag find it. It is never rewritten.
 *
 * @param tag as references write it
 * @param digest that the tag shall point to
 * @param over names of intents that were there before, and that this one replaces however they compare: those that its
 *     candidate may follow, as after a rollback
 * @param judgement who answers for the image
 * @param verdict in words
 * @param who wrote it, in words
 */
record Intent(
        String tag, Digest digest, Set<String> over, Judgement judgement, String verdict, String who, Instant at) {
    private static final String SCHEMA = "dev.multiarch.intent/v1";

    /** Of a text from outside: a reader takes lines of twice that length. */
    private static final int LONGEST = 2_000;

    /** Either way: one from the future is due to a wrong clock, and would count for ever. */
    boolean isWithin(Duration distance) {
        return Duration.between(at, Instant.now()).abs().compareTo(distance) < 0;
    }

    byte[] write() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("at", at.toString());
        json.put("tag", tag);
        json.put("digest", digest.toString());
        json.put("verdict", line(verdict));
        json.put("who", line(who));
        Set<Digest> policies = judgement instanceof Judgement.Judged judged ? judged.policies() : Set.of();
        if (!(judgement instanceof Judgement.NotKnown)) {
            json.put("judged", judgement instanceof Judgement.Judged);
        }
        if (judgement instanceof Judgement.Unjudged unjudged) {
            json.put("reason", line(unjudged.reason()));
        }
        json.put("policies", policies.stream().map(Digest::toString).toList());
        json.put("over", List.copyOf(over));
        return Json.write(json);
    }

    /** What can't be read back would keep everybody from the tag. */
    private static String line(String text) {
        return Printable.cut(Printable.line(text), LONGEST);
    }

    /** @throws FormatException if it is not an intent */
    static Intent read(byte[] bytes, String what) {
        JsonObject json = Json.read(bytes, what).ofSchema(SCHEMA);
        return new Intent(
                json.line("tag"),
                Digest.parse(json.text("digest")),
                new LinkedHashSet<>(json.texts("over")),
                judgement(json),
                json.line("verdict"),
                json.line("who"),
                at(json));
    }

    private static Judgement judgement(JsonObject json) {
        Optional<Boolean> judged = json.optionalFlag("judged");
        if (judged.isEmpty()) {
            return new Judgement.NotKnown();
        }
        if (!judged.get()) {
            return new Judgement.Unjudged(json.line("reason"));
        }
        Set<Digest> policies = new LinkedHashSet<>();
        json.texts("policies").forEach(policy -> policies.add(Digest.parse(policy)));
        return new Judgement.Judged(policies);
    }

    private static Instant at(JsonObject json) {
        try {
            return Instant.parse(json.text("at"));
        } catch (DateTimeException malformed) {
            throw json.problem("at", "expected a time such as 2026-01-31T12:00:00Z");
        }
    }
}
