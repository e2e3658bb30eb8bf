package dev.multiarch.dockerfile;

import java.util.Arrays;

/**
 * A text that was put together of pieces of a file: a line with its continuations, without what stands between them. It knows
 * where each of its characters is in the file.
 */
public final class MappedText {
    private final String text;
    private final int[] at;
    private final int[] from;

    private MappedText(String text, int[] at, int[] from) {
        this.text = text;
        this.at = at;
        this.from = from;
    }

    public String text() {
        return text;
    }

    /** Where the character at this offset is in the file; for the end, where it would be. */
    public int source(int offset) {
        int found = Arrays.binarySearch(at, offset);
        int piece = found >= 0 ? found : -found - 2;
        if (offset == text.length() && found >= 0 && piece > 0) {
            piece--; // right behind the last character, not at a piece that is empty
        }
        return from[piece] + offset - at[piece];
    }

    /** Whether these characters stand side by side in the file as well. */
    public boolean isContiguous(int start, int end) {
        return start >= end || source(end - 1) - source(start) == end - 1 - start;
    }

    public MappedText part(int start, int end) {
        var part = new Builder();
        for (int piece = 0; piece < at.length; piece++) {
            int first = Math.max(at[piece], start);
            int last = Math.min(piece + 1 < at.length ? at[piece + 1] : text.length(), end);
            if (first < last) {
                part.add(text.substring(first, last), from[piece] + first - at[piece]);
            }
        }
        return part.isEmpty() ? new Builder().add("", source(start)).build() : part.build();
    }

    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private int[] at = new int[4];
        private int[] from = new int[4];
        private int pieces;

        Builder add(String piece, int source) {
            if (pieces == at.length) {
                at = Arrays.copyOf(at, pieces * 2);
                from = Arrays.copyOf(from, pieces * 2);
            }
            if (pieces > 0 && at[pieces - 1] == text.length()) {
                pieces--; // the one before was empty
            }
            at[pieces] = text.length();
            from[pieces++] = source;
            text.append(piece);
            return this;
        }

        boolean isEmpty() {
            return pieces == 0;
        }

        MappedText build() {
            return new MappedText(text.toString(), Arrays.copyOf(at, pieces), Arrays.copyOf(from, pieces));
        }
    }
}
