package dev.multiarch.report;

/**
 * What the call that judged knows of tags, for the first sentence of a report. A call that only looks knows nothing.
 *
 * @param release whether tags move after a good verdict
 * @param moved whether one has moved
 * @param text a clause such as {@code no tag was moved}; empty where nothing was checked
 */
public record TagMoves(boolean release, boolean moved, String text) {
    public static final TagMoves UNCHECKED = new TagMoves(false, false, "");
}
