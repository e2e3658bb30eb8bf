package dev.multiarch.registry.request;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time that a command may spend on registries. It runs while at least one request is under way, so that a build of an
 * hour between two requests costs nothing and requests in parallel cost what they take together.
 */
public final class Budget {
    private final Duration whole;
    private final LongSupplier nanoTime;
    private long spent;
    private long since;
    private int active;

    public Budget(Duration whole, LongSupplier nanoTime) {
        this.whole = whole;
        this.nanoTime = nanoTime;
    }

    Duration whole() {
        return whole;
    }

    public synchronized void enter() {
        if (active++ == 0) {
            since = nanoTime.getAsLong();
        }
    }

    public synchronized void leave() {
        if (--active == 0) {
            spent += nanoTime.getAsLong() - since;
        }
    }

    /** Counts time that no request was under way, such as that of a body that stalled. */
    synchronized void spend(Duration lost) {
        spent += lost.toNanos();
    }

    /** Zero or negative when it is used up. */
    synchronized Duration left() {
        long running = active > 0 ? nanoTime.getAsLong() - since : 0;
        return whole.minusNanos(spent + running);
    }
}
