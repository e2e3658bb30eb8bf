package dev.multiarch.build;

import dev.multiarch.policy.StepLimit;
import java.time.Duration;
import java.util.Optional;

/**
 * When the build of a leg is ended.
 *
 * @param leg how long it may take
 * @param step how long one of its emulated steps may take; empty for as long as the leg
 * @param silence how long a step may say nothing after a line by which an emulator gives up; zero for as long as it likes
 */
public record LegLimits(Duration leg, Optional<StepLimit> step, Duration silence) {
    /** No hosted job may run longer. */
    public static final Duration LONGEST = Duration.ofHours(6);

    /** A program that was ended by a crash is gone by then, and a shell that goes on has said something. */
    public static final Duration SILENCE = Duration.ofSeconds(30);

    public static final LegLimits USUAL = new LegLimits(LONGEST, Optional.empty(), SILENCE);
}
