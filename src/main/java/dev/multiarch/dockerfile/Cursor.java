package dev.multiarch.dockerfile;

/** Reads a text code point by code point. */
final class Cursor {
    /** What there is behind the last one. */
    static final int END = -1;

    private final String source;
    private int at;

    Cursor(String source) {
        this.source = source;
    }

    int peek() {
        return at < source.length() ? source.codePointAt(at) : END;
    }

    int next() {
        int c = peek();
        at += c == END ? 0 : Character.charCount(c);
        return c;
    }

    int at() {
        return at;
    }

    /** What was read since it stood there. */
    String since(int start) {
        return source.substring(start, at);
    }
}
