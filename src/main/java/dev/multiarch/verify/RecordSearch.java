package dev.multiarch.verify;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.AnnotationKeys;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.ReadableRecord;
import dev.multiarch.record.RecordStore;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The records of the images of an index in a store: those of the plan that the index names, then those that have the image's
 * small name. Records in a folder may have come without their names, such as an artifact of a workflow: there all are read.
 */
final class RecordSearch {
    static final String PLAN = AnnotationKeys.PLAN;
    private static final int AT_ONCE = 24;

    private final RecordStore store;
    private final Set<String> problems = ConcurrentHashMap.newKeySet();
    private List<BuildRecord> all;

    RecordSearch(RecordStore store) {
        this.store = store;
    }

    /** Why records can't be read that were looked at, a sentence each: what they are of is not known. */
    Set<String> problems() {
        return problems;
    }

    Map<Digest, BuildRecord> find(Index index) throws IOException {
        Map<Digest, BuildRecord> found = new HashMap<>();
        add(found, index, ofPlan(index.annotations().getOrDefault(PLAN, "")));
        List<Digest> missing = missing(index, found);
        for (Optional<BuildRecord> each : AtOnce.map(missing, store.isLocal() ? 1 : AT_ONCE, this::of)) {
            add(found, index, each.stream().toList());
        }
        if (store.isLocal() && !missing(index, found).isEmpty()) {
            Map<Digest, BuildRecord> more = new HashMap<>();
            add(more, index, all());
            more.forEach(found::putIfAbsent);
        }
        return found;
    }

    private static List<Digest> missing(Index index, Map<Digest, BuildRecord> found) {
        return index.images().stream()
                .map(Descriptor::digest)
                .filter(image -> !found.containsKey(image))
                .distinct()
                .toList();
    }

    /** The annotation is whatever the person who pushed wrote there: it chooses among our own records, and no more. */
    private List<BuildRecord> ofPlan(String plan) throws IOException {
        return RecordStore.isPlan(plan) ? read(store.keys(plan)) : List.of();
    }

    private Optional<BuildRecord> of(Digest image) throws IOException {
        try {
            return store.of(image);
        } catch (FormatException malformed) {
            problems.add(malformed.getMessage());
            return Optional.empty();
        }
    }

    private synchronized List<BuildRecord> all() throws IOException {
        if (all == null) {
            all = read(store.keys());
        }
        return all;
    }

    /** A record that nobody can read says nothing of the other ones. */
    private List<BuildRecord> read(List<String> keys) throws IOException {
        List<ReadableRecord> records = store.readable(keys);
        records.stream()
                .map(ReadableRecord::problem)
                .filter(why -> !why.isEmpty())
                .forEach(problems::add);
        return records.stream().flatMap(each -> each.record().stream()).toList();
    }

    /** Of several of one image the one that the index names, else the last. */
    private static void add(Map<Digest, BuildRecord> found, Index index, List<BuildRecord> records) {
        records.forEach(record -> record.digest()
                .ifPresent(digest -> found.merge(digest, record, (old, later) -> isNamed(old, index) ? old : later)));
    }

    private static boolean isNamed(BuildRecord record, Index index) {
        String digest = record.claim().record().toString();
        return index.images().stream()
                .anyMatch(entry -> record.digest().equals(Optional.of(entry.digest()))
                        && BuildFacts.recordIn(entry.annotations()).equals(Optional.of(digest)));
    }
}
