package dev.multiarch.step;

import java.util.ArrayList;
import java.util.List;

/** Where a command's time went: what ended when, in the order in which it did. */
public final class Timings {
    /**
     * One part of the work.
     *
     * @param nanos from the end of the part before
     */
    public record Part(String what, long nanos) {}

    private final List<Part> parts = new ArrayList<>();
    private long last;

    /** @param from the time that the first part began at, as {@link System#nanoTime} counts */
    public Timings(long from) {
        this.last = from;
    }

    /** Says what has just ended. */
    public synchronized void ended(String what) {
        long now = System.nanoTime();
        parts.add(new Part(what, now - last));
        last = now;
    }

    public synchronized List<Part> parts() {
        return List.copyOf(parts);
    }
}
