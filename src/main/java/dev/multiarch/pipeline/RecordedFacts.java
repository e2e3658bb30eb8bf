package dev.multiarch.pipeline;

import dev.multiarch.image.Digest;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.BuildRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
}
