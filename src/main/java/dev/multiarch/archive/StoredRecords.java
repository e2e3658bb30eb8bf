package dev.multiarch.archive;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.json.Json;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordNames;
import dev.multiarch.record.RecordStore;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The records of a store that a selection asks for, the newest first. One listing finds them, because their names say which leg
 * of which image they are of. A record without such a name is read, and of each image one more for its whole name.
 *
 * @param place of the store
 * @param records the newest first
 * @param problems of records that can't be read, a sentence each
 */
public record StoredRecords(String place, List<StoredRecord> records, List<String> problems) {
    /** Requests at once to a store that is not on this machine. */
    static final int AT_ONCE = 24;

    public static StoredRecords of(RecordStore store, Selection selection) throws IOException {
        List<String> names = store.objects().list("", Integer.MAX_VALUE);
        Map<String, RecordNames.Recent> known = new HashMap<>();
        names.forEach(name -> RecordNames.recent(name).ifPresent(recent -> known.put(recent.key(), recent)));
        List<String> keys = names.stream().filter(RecordStore::isKey).toList();
        List<String> problems = new ArrayList<>();
        List<String> nameless =
                keys.stream().filter(key -> !known.containsKey(key)).toList();
        for (Read read : AtOnce.map(nameless, store.isLocal() ? 1 : AT_ONCE, key -> Read.of(store, key))) {
            read.into(known, problems);
        }
        Set<String> there = new HashSet<>(keys);
        List<RecordNames.Recent> meant = known.values().stream()
                .filter(name -> there.contains(name.key()) && selection.has(name))
                .sorted(Comparator.comparing(RecordNames.Recent::finished)
                        .reversed()
                        .thenComparing(RecordNames.Recent::key))
                .toList();
        Map<String, String> images = images(store, meant);
        return new StoredRecords(
                store.objects().place(),
                meant.stream()
                        .map(name -> new StoredRecord(name, images.get(name.image())))
                        .toList(),
                problems);
    }

    /** A record that had to be read to know of what it is. */
    private record Read(String key, BuildRecord record, String problem) {
        static Read of(RecordStore store, String key) throws IOException {
            try {
                return new Read(key, store.read(key), "");
            } catch (FormatException malformed) {
                return new Read(key, null, malformed.getMessage());
            }
        }

        void into(Map<String, RecordNames.Recent> known, List<String> problems) {
            if (record == null) {
                problems.add(problem);
            } else {
                RecordNames.recent(RecordNames.recent(record)).ifPresent(recent -> known.put(key, recent));
            }
        }
    }

    /** The names of the images by the folders of their records. */
    private static Map<String, String> images(RecordStore store, List<RecordNames.Recent> meant) throws IOException {
        Map<String, String> keys = new LinkedHashMap<>();
        meant.forEach(name -> keys.putIfAbsent(name.image(), name.key()));
        Map<String, String> images = new HashMap<>();
        for (Map.Entry<String, String> each : keys.entrySet()) {
            Read read = Read.of(store, each.getValue());
            images.put(
                    each.getKey(),
                    read.record() == null ? each.getKey() : read.record().image());
        }
        return images;
    }

    public byte[] json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "dev.multiarch.records/v1");
        json.put("store", place);
        json.put("records", records.stream().map(StoredRecord::json).toList());
        json.put("problems", problems);
        return Json.write(json);
    }

    /** A line each. */
    public String text() {
        if (records.isEmpty()) {
            return "no such records in " + Printable.line(place) + "\n";
        }
        var text = new StringBuilder();
        for (StoredRecord record : records) {
            text.append(record.finished())
                    .append("  ")
                    .append(Printable.line(record.name().slug()))
                    .append("  ")
                    .append(Printable.line(record.image()))
                    .append("  ")
                    .append(record.key())
                    .append('\n');
        }
        return text.toString();
    }
}
