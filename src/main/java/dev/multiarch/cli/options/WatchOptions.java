package dev.multiarch.cli.options;

import dev.multiarch.build.LegLimits;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.StepLimit;
import dev.multiarch.text.Durations;
import dev.multiarch.text.FormatException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/** When the build of a leg is ended. */
final class WatchOptions {
    private static final String TIMEOUT = "--timeout";
    private static final String STEP = "--step-timeout";
    private static final String SILENCE = "--silence-timeout";

    private static final Duration LONGEST = Duration.ofDays(30);

    private final OptionSpec timeout = Options.text(
            TIMEOUT, "DURATION", "6h", "End the build of a leg that takes longer: 90s, 20m, 2h (default: 6h).");

    private final OptionSpec step = Options.text(
            STEP,
            "DURATION",
            "End the build if an emulated step takes longer. build.step-time of a policy does the same.");

    private final OptionSpec silence = Options.text(
            SILENCE,
            "DURATION",
            "30s",
            "End the build if a step prints nothing for so long after a message that says that QEMU or the kernel"
                    + " can't run a program (default: 30s). 0s never does.");

    List<OptionSpec> options() {
        return List.of(timeout, step, silence);
    }

    /** @throws FormatException if one of them is not a duration */
    void check() {
        positive(TIMEOUT, timeout.getValue());
        duration(SILENCE, silence.getValue());
        Options.<String>given(step).ifPresent(text -> positive(STEP, text));
    }

    /** @throws FormatException if one of them is not a duration */
    LegLimits limits(List<Policy> policies, Platform platform) {
        Optional<StepLimit> own = Options.<String>given(step).map(text -> new StepLimit(positive(STEP, text), STEP));
        Optional<StepLimit> shortest = Stream.concat(own.stream(), StepLimit.of(policies, platform).stream())
                .min(Comparator.comparing(StepLimit::longest));
        return new LegLimits(positive(TIMEOUT, timeout.getValue()), shortest, duration(SILENCE, silence.getValue()));
    }

    private static Duration positive(String option, String text) {
        Duration duration = duration(option, text);
        if (duration.isZero()) {
            throw new FormatException(option + " " + text + ": expected more than 0s");
        }
        return duration;
    }

    private static Duration duration(String option, String text) {
        try {
            Duration duration = Durations.parse(text);
            if (duration.compareTo(LONGEST) > 0) {
                throw new FormatException(
                        "duration \"" + text + "\" is too long: expected at most " + Durations.print(LONGEST));
            }
            return duration;
        } catch (FormatException malformed) {
            throw new FormatException(option + ": " + malformed.getMessage());
        }
    }
}
