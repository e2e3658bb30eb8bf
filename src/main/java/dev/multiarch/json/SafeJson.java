package dev.multiarch.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** JSON that loses nothing of its texts, but no terminal or workflow runner that shows it obeys anything in them. */
public final class SafeJson {
    private SafeJson() {}

    public static byte[] write(Map<String, ?> tree) {
        return of(Json.write(tree));
    }

    /** The same JSON, in UTF-8. */
    public static byte[] of(byte[] json) {
        return harmless(new String(json, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /** Half a surrogate pair can't be written as UTF-8, and JSON from a registry may well hold one. */
    public static String text(String text) {
        var whole = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? '\ufffd' : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    /** What is escaped here can only be inside strings, where an escape means the same. */
    private static String harmless(String json) {
        var safe = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean hides = type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.CONTROL && c != '\n';
            if (hides) {
                Character.toString(c).chars().forEach(unit -> safe.append(String.format("\\u%04x", unit)));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString().replace("##[", "\\u0023\\u0023[");
    }
}
