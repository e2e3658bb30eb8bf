package dev.multiarch.copy;

import java.util.ArrayList;
import java.util.List;

/**
 * What was copied, in blobs.
 *
 * @param there were there already
 * @param bytes of those that were sent
 */
public record Copied(int sent, int mounted, int there, long bytes) {
    static final Copied NOTHING = new Copied(0, 0, 0, 0);

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (sent > 0) {
            parts.add(sent + " sent (" + ((bytes + 1023) >> 10) + " KiB)");
        }
        if (mounted > 0) {
            parts.add(mounted + " mounted");
        }
        if (there > 0 || parts.isEmpty()) {
            parts.add(there + " there already");
        }
        return "blobs: " + String.join(", ", parts);
    }
}
