package dev.multiarch.archive;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Digest;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordPointer;
import dev.multiarch.record.RecordStore;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which record has the name of an image once another one is removed. A build that takes all from the cache makes the same image
 * again, and so does one in another repository: only the first of their records is named by the image, and if it goes, the others
 * could not be found by it any more. No name says of which image a record is, so those of the same platforms are read.
 */
final class Heirs {
    static final Heirs NONE = new Heirs(Map.of());

    private final Map<Digest, Heir> byImage;

    private record Heir(Instant finished, RecordPointer pointer) {
        static Heir first(Heir one, Heir other) {
            return other.finished().isBefore(one.finished()) ? other : one;
        }
    }

    private Heirs(Map<Digest, Heir> byImage) {
        this.byImage = byImage;
    }

    /** @param removed those that are about to go */
    static Heirs of(RecordStore store, List<BuildRecord> removed, Consumer<String> status) throws IOException {
        Set<Digest> images = removed.stream()
                .flatMap(record -> record.digest().stream())
                .collect(Collectors.toCollection(HashSet::new));
        if (images.isEmpty()) {
            return NONE;
        }
        Set<String> going = removed.stream().map(BuildRecord::key).collect(Collectors.toSet());
        Set<String> slugs =
                removed.stream().map(record -> record.platform().slug()).collect(Collectors.toSet());
        List<String> others = store.keys().stream()
                .filter(key -> !going.contains(key) && slugs.contains(key.split("/")[1]))
                .toList();
        Map<Digest, Heir> found = new ConcurrentHashMap<>();
        var done = new AtomicInteger();
        AtOnce.map(others, store.isLocal() ? 1 : StoredRecords.AT_ONCE, key -> {
            status.accept("read " + done.incrementAndGet() + " of " + others.size()
                    + " other records, which may be of the same images");
            return read(store, key, images, found);
        });
        return new Heirs(found);
    }

    private static boolean read(RecordStore store, String key, Set<Digest> images, Map<Digest, Heir> found)
            throws IOException {
        try {
            Optional<byte[]> there = store.objects().get(key);
            if (there.isEmpty()) {
                return false;
            }
            byte[] bytes = there.get();
            BuildRecord record = store.read(key, bytes);
            Optional<Digest> image = record.digest()
                    .filter(images::contains)
                    .filter(digest -> record.built() && record.key().equals(key));
            image.ifPresent(digest -> found.merge(
                    digest, new Heir(record.finished(), new RecordPointer(Digest.of(bytes), key)), Heir::first));
            return image.isPresent();
        } catch (FormatException malformed) {
            return false; // what nobody can read is of no image
        }
    }

    Optional<RecordPointer> of(BuildRecord record) {
        return record.digest().map(byImage::get).map(Heir::pointer);
    }
}
