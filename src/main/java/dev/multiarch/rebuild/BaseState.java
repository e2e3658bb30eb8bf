package dev.multiarch.rebuild;

import dev.multiarch.record.BaseImage;
import java.util.Locale;

/**
 * What became of a base image of one leg.
 *
 * @param why it is unknown, or where it moved; empty for the others
 */
public record BaseState(BaseImage base, State state, String why) {
    /** Whether the name still leads to the image that was taken. */
    public enum State {
        SAME,
        MOVED,
        /** Named by its digest, which never moves. */
        PINNED,
        UNKNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
