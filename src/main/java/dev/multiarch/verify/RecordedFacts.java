package dev.multiarch.verify;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.BuildRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What build records say of images, by image digest. */
public final class RecordedFacts {
    private final Map<Digest, BuildFacts> byImage = new HashMap<>();

    public RecordedFacts(Collection<BuildRecord> records) {
        for (BuildRecord record : records) {
            record.digest().ifPresent(digest -> byImage.put(digest, BuildFacts.of(record)));
        }
    }

    public Optional<BuildFacts> of(Digest image) {
        return Optional.ofNullable(byImage.get(image));
    }

    /** Of an index's entry. A record wins over annotations, which are claims of the person who pushed. */
    static Function<Descriptor, BuildFacts> orAnnotations(Optional<RecordedFacts> records) {
        return entry -> records.flatMap(r -> r.of(entry.digest()))
                .orElseGet(() -> BuildFacts.fromAnnotations(entry.annotations()));
    }
}
