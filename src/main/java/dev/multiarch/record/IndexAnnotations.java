package dev.multiarch.record;

import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Annotations that a user wants in the merged index, as the record of each leg carries them to the merge.
 *
 * @param index of the index itself
 * @param descriptor of the index's entry for this leg's image
 * @param layout of the entry that names the index in an OCI layout's {@code index.json}
 * @param origin labels that the user gave with OCI's keys for source, revision and version: the index repeats them if it can
 */
public record IndexAnnotations(
        Map<String, String> index,
        Map<String, String> descriptor,
        Map<String, String> layout,
        Map<String, String> origin) {
    public static final IndexAnnotations NONE = new IndexAnnotations(Map.of(), Map.of());

    /** Only the merge writes these: among its own facts nobody could distinguish them. */
    public static final String RESERVED = "dev.multiarch.";

    /** What fits into an index of 4 MiB many times. */
    private static final int LONGEST = 256 << 10;

    public IndexAnnotations {
        index = checked(index);
        descriptor = checked(descriptor);
        layout = checked(layout);
        origin = checked(origin);
    }

    public IndexAnnotations(Map<String, String> index, Map<String, String> descriptor) {
        this(index, descriptor, Map.of(), Map.of());
    }

    /** Whether nothing is asked for that must not vanish. */
    public boolean isEmpty() {
        return index.isEmpty() && descriptor.isEmpty();
    }

    /** By key, so that the same annotations make the same record. */
    private static Map<String, String> checked(Map<String, String> annotations) {
        long length = 0;
        for (Map.Entry<String, String> each : annotations.entrySet()) {
            if (each.getKey().isEmpty() || each.getKey().startsWith(RESERVED)) {
                throw new FormatException("annotation \"" + each.getKey() + "\": "
                        + (each.getKey().isEmpty() ? "it has no key" : RESERVED + "* is for multiarch's own facts")
                        + ". Fix: choose another key");
            }
            length += each.getKey().length() + (long) each.getValue().length();
        }
        if (length > LONGEST) {
            throw new FormatException("the annotations for the index have together " + length + " characters, at most "
                    + LONGEST + " are carried. Fix: leave some out");
        }
        return Map.copyOf(annotations);
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("index", new TreeMap<>(index));
        map.put("descriptor", new TreeMap<>(descriptor));
        if (!layout.isEmpty()) {
            map.put("layout", new TreeMap<>(layout));
        }
        if (!origin.isEmpty()) {
            map.put("origin", new TreeMap<>(origin));
        }
        return map;
    }

    static IndexAnnotations read(JsonObject json) {
        return new IndexAnnotations(
                json.textMap("index"), json.textMap("descriptor"), json.textMap("layout"), json.textMap("origin"));
    }
}
