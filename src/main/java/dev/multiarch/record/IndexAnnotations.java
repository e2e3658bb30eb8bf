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
 */
public record IndexAnnotations(Map<String, String> index, Map<String, String> descriptor) {
    public static final IndexAnnotations NONE = new IndexAnnotations(Map.of(), Map.of());

    /** Only the merge writes these: among its own facts nobody could distinguish them. */
    public static final String RESERVED = "dev.multiarch.";

    /** What fits into an index of 4 MiB many times. */
    private static final int LONGEST = 256 << 10;

    public IndexAnnotations {
        index = checked(index);
        descriptor = checked(descriptor);
    }

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
        return map;
    }

    static IndexAnnotations read(JsonObject json) {
        return new IndexAnnotations(json.textMap("index"), json.textMap("descriptor"));
    }
}
