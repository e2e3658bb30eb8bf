package dev.multiarch.policy.yaml;

/** A line of a file and a caret under one of its columns, for messages, as the author wrote it. */
final class Excerpt {
    /** In code points; a longer line is cut on both sides of the caret. */
    private static final int WIDEST = 100;

    private static final int BEFORE = 60;
    private static final int[][] WIDE = {
        {0x1100, 0x115f},
        {0x2e80, 0xa4cf},
        {0xac00, 0xd7a3},
        {0xf900, 0xfaff},
        {0xfe30, 0xfe6f},
        {0xff00, 0xff60},
        {0xffe0, 0xffe6},
        {0x1f300, 0x1faff},
        {0x20000, 0x3fffd}
    };

    private Excerpt() {}

    /**
     * Two lines; the first begins with the line's number.
     *
     * @param column from 1, in code points
     */
    static String of(String text, int line, int column) {
        int[] all = text.codePoints().toArray();
        int at = Math.min(Math.max(column - 1, 0), all.length);
        int from = all.length <= WIDEST ? 0 : Math.max(0, Math.min(at - BEFORE, all.length - WIDEST));
        int to = Math.min(all.length, from + WIDEST);
        String begin = "  " + line + " | " + (from > 0 ? "…" : "");
        String shown = new String(all, from, to - from) + (to < all.length ? "…" : "");
        int before = begin.length();
        for (int i = from; i < at; i++) {
            before += width(all[i]);
        }
        return begin + shown + "\n" + " ".repeat(before) + "^";
    }

    /** In a terminal's columns (Unicode Standard Annex 11); a tab is printed as one space. */
    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (c >= range[0] && c <= range[1]) {
                return 2;
            }
        }
        return 1;
    }
}
