package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a writer leaves behind before it moves a tag, so that others that move the same tag find it. It is never rewritten.
 *
 * @param tag as references write it
 * @param digest that the tag shall point to; it passed
 * @param over names of intents that were there before, and that this one replaces however they compare: those that its
 *     candidate may follow, as after a rollback
 * @param policies that the candidate passed; none where it was not judged
 * @param verdict in words
 * @param who wrote it, in words
 */
record Intent(
        String tag, Digest digest, Set<String> over, Set<Digest> policies, String verdict, String who, Instant at) {
    private static final String SCHEMA = "dev.multiarch.intent/v1";

    byte[] write() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("at", at.toString());
        json.put("tag", tag);
        json.put("digest", digest.toString());
        json.put("verdict", verdict);
        json.put("who", who);
        json.put("policies", policies.stream().map(Digest::toString).toList());
        json.put("over", List.copyOf(over));
        return Json.write(json);
    }

    /** @throws FormatException if it is not an intent */
    static Intent read(byte[] bytes, String what) {
        JsonObject json = Json.read(bytes, what);
        json.requireSchema(SCHEMA);
        Set<Digest> policies = new LinkedHashSet<>();
        json.texts("policies").forEach(policy -> policies.add(Digest.parse(policy)));
        return new Intent(
                json.line("tag"),
                Digest.parse(json.text("digest")),
                new LinkedHashSet<>(json.texts("over")),
                policies,
                json.line("verdict"),
                json.line("who"),
                at(json));
    }

    private static Instant at(JsonObject json) {
        try {
            return Instant.parse(json.text("at"));
        } catch (DateTimeException malformed) {
            throw json.problem("at", "expected a time such as 2026-01-31T12:00:00Z");
        }
    }
}
