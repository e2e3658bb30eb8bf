package dev.multiarch.dockerfile.shell;

/** A place in a text, or in a part of it. */
class TextCursor {
    private final String text;
    private final int end;
    private int at;

    TextCursor(String text, int start, int end) {
        this.text = text;
        this.at = start;
        this.end = end;
    }

    String text() {
        return text;
    }

    int end() {
        return end;
    }

    int at() {
        return at;
    }

    /** Goes back to where it was. */
    void back(int to) {
        at = to;
    }

    char peek() {
        return at < end ? text.charAt(at) : 0;
    }

    boolean atEnd() {
        return at >= end;
    }

    boolean sees(String what) {
        return at + what.length() <= end && text.startsWith(what, at);
    }

    void skip(int count) {
        at = Math.min(end, at + count);
    }

    void require(String what) throws Unreadable {
        if (!sees(what)) {
            throw new Unreadable();
        }
        skip(what.length());
    }

    String since(int start) {
        return text.substring(start, at);
    }

    /** The end where there is none. */
    int find(char c, int from) {
        int found = text.indexOf(c, from);
        return found < 0 || found > end ? end : found;
    }
}
