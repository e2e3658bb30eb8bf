package dev.multiarch.policy.yaml;

import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The characters of a file, for what the parser does not say about a token: its quotes, its anchor and tag, directives, and
 * where a document starts. Offsets count code points from 0, as the parser's do.
 */
record Characters(int[] points) {
    private static final int END = -1;

    static Characters of(String text) {
        int[] points = new int[text.codePointCount(0, text.length())];
        int at = 0;
        for (int i = 0; i < points.length; i++) {
            points[i] = text.codePointAt(at);
            at += Character.charCount(points[i]);
        }
        return new Characters(points);
    }

    /** The first character that hides or reorders what people read; the number of all characters where there is none. */
    int firstHidden() {
        int i = 0;
        while (i < points.length && !hides(points[i]) && StreamReader.isPrintable(points[i])) {
            i++;
        }
        return i;
    }

    /** Marks of direction, and what ends a line for viewers but not for YAML 1.2. */
    private static boolean hides(int c) {
        return c >= 0x202a && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069
                || c == 0x200e
                || c == 0x200f
                || c == 0x061c
                || c == 0x0085
                || c == 0x2028
                || c == 0x2029;
    }

    int at(int offset) {
        return offset >= 0 && offset < points.length ? points[offset] : END;
    }

    boolean isDecorated(int offset) {
        return at(offset) == '&' || at(offset) == '!';
    }

    /** Where the next part of a node starts, after the anchor or the tag at this offset. */
    int afterDecoration(int offset) {
        int i = offset;
        boolean verbatim = at(i + 1) == '<';
        while (at(i) != END && !isBlank(at(i)) && (verbatim || ",[]{}".indexOf(at(i)) < 0)) {
            i++;
        }
        while (isBlank(at(i)) || at(i) == '#') {
            i = at(i) == '#' ? endOfLine(i) : i + 1;
        }
        return i;
    }

    /** Whether no quotes and no block style start here, so that YAML may take what follows for a number or a boolean. */
    boolean isPlain(int offset) {
        return at(offset) == END || "\"'|>".indexOf(at(offset)) < 0;
    }

    /** The first line that starts with this text, before an offset; its own offset, or -1. */
    int firstLine(String start, int before) {
        for (int line = 0; line < before; line = nextLine(line)) {
            if (startsWith(start, line)) {
                return line;
            }
        }
        return END;
    }

    /** The last line that starts with this text, at an offset or before it; its own offset, or the given one. */
    int lastLine(String start, int offset) {
        int found = offset;
        for (int line = 0; line <= offset && line < points.length; line = nextLine(line)) {
            found = startsWith(start, line) ? line : found;
        }
        return found;
    }

    Place place(String file, int offset) {
        int line = 1;
        int begin = 0;
        for (int next = nextLine(0); next <= offset && next > begin; next = nextLine(begin)) {
            begin = next;
            line += endsLine(next - 1) ? 1 : 0;
        }
        return new Place(file, line, offset - begin + 1);
    }

    private boolean startsWith(String start, int offset) {
        for (int i = 0; i < start.length(); i++) {
            if (at(offset + i) != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int endOfLine(int offset) {
        int i = offset;
        while (i < points.length && !endsLine(i)) {
            i++;
        }
        return i;
    }

    private int nextLine(int offset) {
        return Math.min(endOfLine(offset) + 1, points.length);
    }

    /** A line ends with CR, LF, or both. */
    private boolean endsLine(int i) {
        return at(i) == '\n' || at(i) == '\r' && at(i + 1) != '\n';
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
