package dev.multiarch.archive;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Reference;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordNames;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Removes old records, but keeps those of images under any tag of their repository: a verdict on it may need the record. Where
 * these tags can't be read, no record of that repository is removed.
 */
public final class PruneRecords {
    private final RecordStore store;
    private final Registry registry;
    private final Consumer<String> status;

    /** @param status gets how far it has come */
    public PruneRecords(RecordStore store, Registry registry, Consumer<String> status) {
        this.store = store;
        this.registry = registry;
        this.status = status;
    }

    /**
     * @param removed keys; with a dry run those that would be
     * @param named keys of records that stay as an image names them
     * @param problems a sentence for each repository or record that nobody could look at
     */
    public record Pruned(List<String> removed, List<String> named, List<String> problems) {}

    /**
     * @param keep so many of the newest of each image's platform stay
     * @param dry whether nothing is to be removed
     * @throws IOException if the store does not remove a record; others may be gone by then
     */
    public Pruned run(StoredRecords holdings, int keep, boolean dry) throws IOException {
        List<String> problems = new ArrayList<>(holdings.problems());
        List<String> named = new ArrayList<>();
        List<BuildRecord> unnamed = new ArrayList<>();
        Map<String, List<BuildRecord>> byImage = new TreeMap<>();
        for (Read read : AtOnce.map(old(holdings, keep), StoredRecords.AT_ONCE, this::read)) {
            if (read.problem().isEmpty()) {
                byImage.computeIfAbsent(read.record().image(), none -> new ArrayList<>())
                        .add(read.record());
            } else {
                problems.add(read.problem());
            }
        }
        for (Map.Entry<String, List<BuildRecord>> each : byImage.entrySet()) {
            sort(each.getKey(), each.getValue(), named, unnamed, problems);
        }
        List<String> removed = new ArrayList<>();
        Heirs heirs = dry ? Heirs.NONE : Heirs.of(store, unnamed, status);
        for (BuildRecord record : unnamed) {
            if (!dry) {
                store.remove(record, heirs.of(record));
                status.accept("removed " + (removed.size() + 1) + " of " + unnamed.size() + " records");
            }
            removed.add(record.key());
        }
        return new Pruned(removed, named, problems);
    }

    private static List<StoredRecord> old(StoredRecords holdings, int keep) {
        Map<String, Integer> seen = new HashMap<>();
        return holdings.records().stream()
                .filter(record ->
                        seen.merge(record.image() + " " + record.name().slug(), 1, Integer::sum) > keep)
                .toList();
    }

    /** @param problem why the record is left alone; empty where it is not */
    private record Read(BuildRecord record, String problem) {}

    /**
     * What a record says of itself decides, and no name: a person who may write to the store can give another record's key to a
     * record, or another image's name and an old date to this one.
     */
    private Read read(StoredRecord holding) throws IOException {
        try {
            BuildRecord record = store.read(holding.key());
            if (!record.key().equals(holding.key())) {
                return new Read(
                        record,
                        "record " + holding.key() + " says that it is " + record.key()
                                + ". It was not removed. Fix: remove it by hand");
            }
            boolean same = RecordNames.recent(RecordNames.recent(record)).equals(Optional.of(holding.name()));
            return new Read(
                    record,
                    same
                            ? ""
                            : "record " + holding.key() + " is listed under a name that is not its own, of "
                                    + holding.name().image() + " at " + holding.finished()
                                    + ". It was not removed. Fix: remove that name by hand");
        } catch (FormatException malformed) {
            return new Read(null, malformed.getMessage());
        }
    }

    private void sort(
            String image,
            List<BuildRecord> records,
            List<String> named,
            List<BuildRecord> unnamed,
            List<String> problems) {
        NamedByIndexes indexes;
        try {
            status.accept("reading the tags of " + image);
            indexes = NamedByIndexes.of(registry, Reference.parse(image));
        } catch (RegistryException | FormatException e) {
            problems.add("no record of " + image + " was removed, as its tags can't be read: " + e.getMessage());
            return;
        }
        for (BuildRecord record : records) {
            if (indexes.has(record)) {
                named.add(record.key());
            } else {
                unnamed.add(record);
            }
        }
    }
}
