package dev.multiarch.record;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long earlier builds of one image's platform took.
 *
 * @param builds the newest first
 */
public record PastTimes(List<Measured> builds) {
    /** The whole leg, on a CPU that runs the platform by itself. */
    public static final String NATIVE = "native";

    /**
     * What is compared: of a native leg the time of the build, of another one the time under emulation.
     *
     * @param basis {@link #NATIVE}, or how the emulated time was learnt: times of another basis say nothing about it
     */
    public record Measured(Duration time, String basis) {}

    public PastTimes {
        builds = List.copyOf(builds);
    }

    /** Those that are comparable, the newest first. */
    public List<Duration> on(String basis, int most) {
        return builds.stream()
                .filter(build -> build.basis().equals(basis))
                .map(Measured::time)
                .limit(most)
                .toList();
    }

    /** Empty for a build that failed, for one whose emulated steps all came from the cache, and where too little is known. */
    public static Optional<Measured> of(BuildRecord record) {
        return record.built() ? of(BuildFacts.of(record)) : Optional.empty();
    }

    /** The same of what is judged. */
    public static Optional<Measured> of(BuildFacts facts) {
        if (facts.emulated().value().isEmpty()) {
            return Optional.empty();
        }
        if (!facts.emulated().value().get()) {
            return facts.duration().value().map(time -> new Measured(time, NATIVE));
        }
        boolean cached = facts.cached().value().orElse(false);
        return facts.emulatedTime()
                .value()
                .filter(time -> !cached && facts.basis().isKnown())
                .map(time -> new Measured(time, facts.basis().value().orElseThrow()));
    }
}
