package dev.multiarch.archive;

import dev.multiarch.image.Platform;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.record.SlowStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is kept of a record for the history of its image. All of it is what the record claims.
 *
 * @param built false for a build that failed
 * @param time of the whole leg
 * @param emulatedTime time under emulation; empty where it is not known, as for each native leg
 * @param basis how that time was learnt, see {@link EmulatedTime}
 * @param cached whether all emulated steps came from the cache
 * @param steps the longest emulated ones
 */
public record PastBuild(
        String key,
        Platform platform,
        Instant finished,
        boolean built,
        How how,
        Duration time,
        Optional<Duration> emulatedTime,
        String basis,
        boolean cached,
        List<SlowStep> steps) {
    /** More of one record are not kept. */
    private static final int MOST_STEPS = 20;

    /** Whether a leg was emulated. */
    public enum How {
        NATIVE,
        EMULATED,
        UNKNOWN;

        public static How of(Optional<Boolean> emulated) {
            return emulated.map(yes -> yes ? EMULATED : NATIVE).orElse(UNKNOWN);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static PastBuild of(BuildRecord record) {
        Optional<EmulatedTime> emulated = record.emulatedTime().value();
        return new PastBuild(
                record.key(),
                record.platform(),
                record.finished(),
                record.built(),
                How.of(record.emulated().value()),
                record.duration(),
                emulated.map(EmulatedTime::time),
                emulated.map(EmulatedTime::basis).orElse(""),
                emulated.map(EmulatedTime::cached).orElse(false),
                SlowStep.longest(record, MOST_STEPS));
    }
}
