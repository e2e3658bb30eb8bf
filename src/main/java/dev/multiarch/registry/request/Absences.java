package dev.multiarch.registry.request;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When something was looked for ahead of time and was not there. A look that {@link Missing#DOUBTED doubts} counts this as the
 * first of its two, so that its pause passes while something else is done.
 */
final class Absences {
    /** Between the two. */
    static final Duration PAUSE = Duration.ofMillis(100);

    /** What is longer ago says little about a tag that others move, too. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** By address, in nanoseconds. */
    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    private final LongSupplier nanoTime;

    Absences(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void note(String address) {
        seen.put(address, nanoTime.getAsLong());
    }

    /** What is left of the pause, once; empty where both looks are still to come. */
    Optional<Duration> take(String address) {
        return Optional.ofNullable(seen.remove(address))
                .map(then -> Duration.ofNanos(nanoTime.getAsLong() - then))
                .filter(past -> past.compareTo(LIMIT) <= 0)
                .map(past -> past.compareTo(PAUSE) < 0 ? PAUSE.minus(past) : Duration.ZERO);
    }
}
