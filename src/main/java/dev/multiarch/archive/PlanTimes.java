package dev.multiarch.archive;

import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.record.SlowStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When the legs of one plan were built, and how much of that was under emulation, as their records claim.
 *
 * @param image the repository
 * @param store where the records are
 * @param records of all attempts, in the order in which they began
 */
public record PlanTimes(String plan, String image, String store, List<BuildRecord> records) {
    /** The slowest emulated steps of all legs. */
    private static final int MOST_STEPS = 10;

    public PlanTimes {
        records = records.stream()
                .sorted(Comparator.comparing(BuildRecord::started)
                        .thenComparing(BuildRecord::platform)
                        .thenComparing(BuildRecord::attempt))
                .toList();
    }

    /** An emulated step and the leg that it belongs to. */
    public record LegStep(BuildRecord leg, SlowStep step) {}

    public PastBuild.How how(BuildRecord record) {
        return PastBuild.How.of(record.emulated().value());
    }

    /** When the first of them began. */
    public Instant start() {
        return records.stream()
                .map(BuildRecord::started)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** From the first start to the last end. */
    public Duration whole() {
        Instant end = records.stream()
                .map(BuildRecord::finished)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return Duration.between(start(), end);
    }

    /** All attempts together. */
    public Duration worked() {
        return records.stream().map(BuildRecord::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /** Of all attempts together, what is known of it. */
    public Duration emulated() {
        return records.stream().map(PlanTimes::emulated).reduce(Duration.ZERO, Duration::plus);
    }

    /** Of one of them; no longer than it took. */
    public static Duration emulated(BuildRecord record) {
        Duration time = record.emulatedTime().value().map(EmulatedTime::time).orElse(Duration.ZERO);
        return time.compareTo(record.duration()) > 0 ? record.duration() : time;
    }

    /** How many of the emulated steps came from the cache, and of how many; empty where no step is known. */
    public static Optional<long[]> cached(BuildRecord record) {
        List<EmulatedTime.Step> steps =
                record.emulatedTime().value().map(EmulatedTime::steps).orElse(List.of());
        long hits = steps.stream().filter(EmulatedTime.Step::cached).count();
        return steps.isEmpty() ? Optional.empty() : Optional.of(new long[] {hits, steps.size()});
    }

    /** The longest emulated steps of all legs, the longest first. */
    public List<LegStep> slowest() {
        return records.stream()
                .flatMap(record -> steps(record))
                .sorted(Comparator.comparing((LegStep each) -> each.step().time())
                        .reversed())
                .limit(MOST_STEPS)
                .toList();
    }

    private static Stream<LegStep> steps(BuildRecord record) {
        return SlowStep.longest(record, MOST_STEPS).stream().map(step -> new LegStep(record, step));
    }

    /** Where in the whole time a moment is, from 0 to 1. */
    public double share(Instant time) {
        long whole = whole().toMillis();
        return whole == 0 ? 0 : (double) Duration.between(start(), time).toMillis() / whole;
    }
}
