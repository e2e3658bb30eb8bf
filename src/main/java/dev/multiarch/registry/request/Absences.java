package dev.multiarch.registry.request;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When something was looked for ahead of time and was not there. The pause of a look that {@link Missing#DOUBTED doubts} begins
 * then, so that it passes while something else is done.
 */
final class Absences {
    /** Between the look ahead of time and those that count. */
    static final Duration PAUSE = Duration.ofMillis(100);

    /** An older look says little: others move the tag, too. */
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

    /** What is left of the pause, once; empty where nobody looked ahead of time. */
    Optional<Duration> take(String address) {
        return Optional.ofNullable(seen.remove(address))
                .map(then -> Duration.ofNanos(nanoTime.getAsLong() - then))
                .filter(past -> past.compareTo(LIMIT) <= 0)
                .map(past -> past.compareTo(PAUSE) < 0 ? PAUSE.minus(past) : Duration.ZERO);
    }
}
