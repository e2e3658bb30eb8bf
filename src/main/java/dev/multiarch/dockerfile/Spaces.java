package dev.multiarch.dockerfile;

/** White space as Go counts it, which BuildKit is written in. */
final class Spaces {
    private Spaces() {}

    /** Go's {@code unicode.IsSpace}. */
    static boolean is(int c) {
        return c >= '\t' && c <= '\r'
                || c == ' '
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || c >= 0x2000 && c <= 0x200a
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    /** What separates a keyword from what follows. */
    static boolean separates(char c) {
        return c == '\t' || c == 0x0b || c == '\f' || c == '\r' || c == ' ';
    }

    static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && is(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The end of the text without the space behind it; never before {@code from}. */
    static int end(String text, int from) {
        int at = text.length();
        while (at > from && is(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    static String strip(String text) {
        int start = skip(text, 0);
        return text.substring(start, end(text, start));
    }
}
