package dev.multiarch.record;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What several times come to.
 *
 * @param count of them, at least 1
 * @param median the middle one, or the mean of the two in the middle
 * @param low a quarter of them are below it
 * @param high a quarter of them are above it
 * @param trend by which share the median of the newer half is above that of the older half; empty where there are too few
 */
public record TimeStats(
        int count,
        Duration median,
        Duration low,
        Duration high,
        Duration shortest,
        Duration longest,
        Optional<Double> trend) {
    /** Fewer have no trend, only two halves that differ. */
    public static final int LEAST_FOR_TREND = 6;

    private static final int QUARTER = 4;

    /**
     * Empty where there are none.
     *
     * @param times the newest first
     */
    public static Optional<TimeStats> of(List<Duration> times) {
        if (times.isEmpty()) {
            return Optional.empty();
        }
        List<Duration> sorted = times.stream().sorted().toList();
        int last = sorted.size() - 1;
        return Optional.of(new TimeStats(
                sorted.size(),
                median(sorted),
                sorted.get(last / QUARTER),
                sorted.get(last - last / QUARTER),
                sorted.get(0),
                sorted.get(last),
                trend(times)));
    }

    private static Optional<Double> trend(List<Duration> times) {
        if (times.size() < LEAST_FOR_TREND) {
            return Optional.empty();
        }
        int half = times.size() / 2;
        long newer = median(times.subList(0, half)).toMillis();
        long older = median(times.subList(times.size() - half, times.size())).toMillis();
        return older == 0 ? Optional.empty() : Optional.of(newer / (double) older - 1);
    }

    /** Of at least one. */
    public static Duration median(List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }
}
