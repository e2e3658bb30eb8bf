package dev.multiarch.host;

import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The {@code Key: value} lines of one thing in what {@code docker buildx inspect} prints: the builder, or one node. */
record InspectBlock(Map<String, String> values) {
    private static final int MOST_NODES = 100;
    private static final int LONGEST = 4096;

    String value(String key) {
        return values.getOrDefault(key, "");
    }

    /** The value of the first of these keys that is there. */
    String first(String... keys) {
        return Stream.of(keys)
                .filter(values::containsKey)
                .findFirst()
                .map(this::value)
                .orElse("");
    }

    /** The builder first, then its nodes. Indented lines, and lists such as labels, are left out. */
    static List<InspectBlock> parse(String text) {
        List<InspectBlock> blocks = new ArrayList<>();
        for (String line : text.split("\\R")) {
            int colon = line.indexOf(':');
            if (colon < 1 || line.startsWith(" ") || line.length() > LONGEST) {
                continue;
            }
            String key = line.substring(0, colon);
            if (key.equals("Name")) {
                if (blocks.size() > MOST_NODES) {
                    break;
                }
                blocks.add(new InspectBlock(new LinkedHashMap<>()));
            }
            if (!blocks.isEmpty()) {
                Map<String, String> values = blocks.get(blocks.size() - 1).values;
                values.putIfAbsent(key, Printable.line(line.substring(colon + 1).strip()));
            }
        }
        return blocks;
    }
}
