package dev.multiarch.host;

import dev.multiarch.process.Program;
import java.time.Duration;

/**
 * By when a look at a host is over, however many programs hang. What runs then is ended, which takes another three seconds
 * where it does not want to: together less than the ten seconds that {@code doctor} promises.
 */
record Deadline(long nanoTime) {
    static final Duration USUAL = Duration.ofSeconds(5);

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    boolean isOver() {
        return left().isZero();
    }

    Program bound(Program program) {
        return program.within(left());
    }
}
