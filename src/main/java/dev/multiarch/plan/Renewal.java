package dev.multiarch.plan;

import dev.multiarch.image.Digest;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan renews: it has the stale legs of a published index, and the merge keeps the others as they are.
 *
 * @param of the index
 * @param keeps the platforms that are kept; none where all are built again
 * @param since when the first index of this commit was created: a renewed one is newer than that, and older than any index of
 *     a later commit
 */
public record Renewal(Digest of, List<Platform> keeps, Optional<Instant> since) {
    /** Of the index, where facts are written to it. */
    public static final String SINCE = "dev.multiarch.since";

    public Renewal {
        keeps = List.copyOf(keeps);
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("of", of.toString());
        map.put("keeps", keeps.stream().map(Platform::toString).toList());
        since.ifPresent(time -> map.put("since", time.toString()));
        return map;
    }

    static Renewal read(JsonObject json) {
        return new Renewal(
                Digest.parse(json.text("of")),
                json.texts("keeps").stream().map(KnownPlatforms::parse).toList(),
                json.optionalLine("since")
                        .map(text -> time(text)
                                .orElseThrow(
                                        () -> json.problem("since", "expected a time such as 2026-01-31T12:00:00Z"))));
    }

    /** Empty where it is none. */
    public static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** @throws FormatException if a platform is both built and kept */
    void check(List<Platform> built) {
        for (Platform kept : keeps) {
            if (built.contains(kept)) {
                throw new FormatException("the plan both builds and keeps " + kept + ". Plan again");
            }
        }
    }
}
