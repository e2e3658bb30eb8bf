package dev.multiarch.json;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * JSON as Go's {@code json.MarshalIndent(v, "", "  ")} writes it (encoding/json, Go 1.22 and later), to the byte: what has
 * a digest can be written in one way only. Of values it knows those that an index has.
 */
public final class GoJson {
    /** A value that is written already, and stays as it is. */
    public record Written(String text) {}

    private final StringBuilder out = new StringBuilder();

    private GoJson() {}

    public static String write(Map<String, ?> tree) {
        var json = new GoJson();
        json.value(tree, "\n");
        return json.out.toString();
    }

    /** @param line what begins a line on the level of this value */
    private void value(Object value, String line) {
        if (value instanceof Map<?, ?> map) {
            members(map, line);
        } else if (value instanceof List<?> list) {
            items(list, line);
        } else if (value instanceof Written written) {
            out.append(written.text());
        } else if (value instanceof Number number) {
            out.append(number.longValue());
        } else {
            text(value.toString());
        }
    }

    private void members(Map<?, ?> map, String line) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            out.append(line).append("  ");
            text(entry.getKey().toString());
            out.append(": ");
            value(entry.getValue(), line + "  ");
            out.append(entries.hasNext() ? "," : line);
        }
        out.append('}');
    }

    private void items(List<?> list, String line) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            out.append(line).append("  ");
            value(list.get(i), line + "  ");
            out.append(i + 1 < list.size() ? "," : line);
        }
        out.append(']');
    }

    /** What a browser could take for markup, and the two line ends that JavaScript knows, are escaped as well. */
    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    boolean escaped = c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029;
                    out.append(escaped ? String.format("\\u%04x", (int) c) : String.valueOf(c));
                }
            }
        }
        out.append('"');
    }
}
