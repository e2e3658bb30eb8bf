package dev.multiarch.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Paths like {@code /opt/sdk/**}: {@code *} within a directory, {@code **} across them, {@code ?} one character. Takes time
 * in proportion to path and glob, whatever they contain.
 */
public record PathGlob(String text, List<Part> parts) {
    private static final int SLASH = '/';

    /**
     * @param c the character that it matches; -1 for any
     * @param repeats any number of times
     */
    public record Part(int c, boolean repeats, boolean crosses) {
        boolean takes(int other) {
            return c < 0 ? crosses || other != SLASH : c == other;
        }
    }

    public static PathGlob of(String text) {
        List<Part> parts = new ArrayList<>();
        int[] all = text.codePoints().toArray();
        for (int i = 0; i < all.length; i++) {
            int c = all[i];
            boolean crosses = c == '*' && i + 1 < all.length && all[i + 1] == '*';
            parts.add(new Part(c == '*' || c == '?' ? -1 : c, c == '*', crosses));
            i += crosses ? 1 : 0;
        }
        return new PathGlob(text, List.copyOf(parts));
    }

    public boolean matches(String path) {
        BitSet at = new BitSet(parts.size() + 1);
        reach(at, 0);
        for (int c : path.codePoints().toArray()) {
            var next = new BitSet(parts.size() + 1);
            for (int part = at.nextSetBit(0); part >= 0 && part < parts.size(); part = at.nextSetBit(part + 1)) {
                if (parts.get(part).takes(c)) {
                    reach(next, parts.get(part).repeats ? part : part + 1);
                }
            }
            at = next;
        }
        return at.get(parts.size());
    }

    /** What repeats may do so no time at all. */
    private void reach(BitSet at, int part) {
        for (int next = part; !at.get(next); next++) {
            at.set(next);
            if (next == parts.size() || !parts.get(next).repeats) {
                return;
            }
        }
    }
}
