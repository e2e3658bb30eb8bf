package dev.multiarch.rebuild;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordStore;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The build records of published legs, each read once, several at a time. */
final class LegRecords {
    private static final int AT_ONCE = 24;

    private final Map<Digest, Fact<BuildRecord>> byImage;

    private LegRecords(Map<Digest, Fact<BuildRecord>> byImage) {
        this.byImage = byImage;
    }

    static LegRecords of(RecordStore store, List<PublishedImage> images) {
        List<Digest> wanted = images.stream()
                .flatMap(image -> image.index().images().stream())
                .map(Descriptor::digest)
                .distinct()
                .toList();
        int atOnce = store.objects().isLocal() ? 1 : AT_ONCE;
        List<Fact<BuildRecord>> found = AtOnce.map(wanted, atOnce, digest -> record(store, digest));
        Map<Digest, Fact<BuildRecord>> byImage = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            byImage.put(wanted.get(i), found.get(i));
        }
        return new LegRecords(byImage);
    }

    /**
     * Refused where there is a record that can't be used, unlike one that is not there: whether it is missing is not known then.
     */
    private static Fact<BuildRecord> record(RecordStore store, Digest image) {
        try {
            Optional<BuildRecord> found = store.of(image).filter(r -> r.digest().equals(Optional.of(image)));
            return found.map(record -> Fact.known(record, FactSource.RECORD))
                    .orElseGet(() -> Fact.unknown(store.objects().place() + " has no record of it"));
        } catch (IOException | FormatException e) {
            return Fact.refused(String.valueOf(e.getMessage()), FactSource.RECORD);
        }
    }

    Fact<BuildRecord> of(Digest image) {
        return byImage.get(image);
    }
}
