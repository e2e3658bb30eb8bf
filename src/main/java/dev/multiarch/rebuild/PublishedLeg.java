package dev.multiarch.rebuild;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.record.BaseImage;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.text.FormatException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One platform of a published index.
 *
 * @param record of how it was built; unknown where the store has none, or it can't be read
 * @param finished when its index was created, where no record says when it was built
 */
record PublishedLeg(Platform platform, Descriptor entry, Fact<BuildRecord> record, Optional<Instant> finished) {
    private static final String BASE_NAME = "org.opencontainers.image.base.name";
    private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

    BuildFacts facts() {
        return record.value().map(BuildFacts::of).orElseGet(() -> BuildFacts.fromAnnotations(entry.annotations()));
    }

    Fact<Duration> duration() {
        return facts().duration();
    }

    /** When it was built. */
    Fact<Instant> built() {
        return record.isKnown()
                ? record.map(BuildRecord::finished)
                : finished.map(time -> Fact.known(time, FactSource.ANNOTATION))
                        .orElseGet(() -> Fact.unknown(record.reason()));
    }

    /** By the record, else the one that annotations of the index name. */
    Fact<List<BaseImage>> bases() {
        if (record.isKnown() && record.value().orElseThrow().bases().isKnown()) {
            return record.value().orElseThrow().bases();
        }
        Map<String, String> annotations = entry.annotations();
        String name = annotations.getOrDefault(BASE_NAME, "");
        String digest = annotations.getOrDefault(BASE_DIGEST, "");
        if (name.isEmpty() || digest.isEmpty()) {
            return Fact.unknown(
                    record.value().map(known -> known.bases().reason()).orElseGet(record::reason));
        }
        try {
            Digest at = Digest.parse(digest);
            return Fact.known(List.of(BaseImage.of(name, at, at, "")), FactSource.ANNOTATION);
        } catch (FormatException malformed) {
            return Fact.unknown("annotation " + BASE_DIGEST + ": " + malformed.getMessage());
        }
    }
}
