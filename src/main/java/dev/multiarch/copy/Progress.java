package dev.multiarch.copy;

import dev.multiarch.registry.BlobTransfer;
import dev.multiarch.step.Session;
import java.time.Duration;

/** How far copying blobs has come: for a terminal over and over, for a log from time to time. */
final class Progress {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Session tools;
    private final int blobs;
    private int arrived;
    private int sent;
    private int mounted;
    private long bytes;
    private long open;
    private long next = System.nanoTime() + BETWEEN_LINES.toNanos();

    /** @param open bytes that have to be sent unless the blobs come in another way */
    Progress(Session tools, int blobs, long open) {
        this.tools = tools;
        this.blobs = blobs;
        this.open = open;
    }

    synchronized void arrived(BlobTransfer how, long size) {
        arrived++;
        sent += how == BlobTransfer.SENT ? 1 : 0;
        mounted += how == BlobTransfer.MOUNTED ? 1 : 0;
        open -= how == BlobTransfer.SENT ? 0 : size;
        tell();
    }

    /** @param count negative where an upload that broke begins again */
    synchronized void moved(long count) {
        bytes += count;
        tell();
    }

    private void tell() {
        String text =
                "copied " + (bytes >> 20) + " of " + (open >> 20) + " MiB, " + arrived + " of " + blobs + " blobs";
        tools.status().accept(text);
        if (System.nanoTime() - next > 0) {
            tools.progress().accept(text);
            next = System.nanoTime() + BETWEEN_LINES.toNanos();
        }
    }

    synchronized Copied copied() {
        return new Copied(sent, mounted, arrived - sent - mounted, bytes);
    }
}
