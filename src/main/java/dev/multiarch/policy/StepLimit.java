package dev.multiarch.policy;

import dev.multiarch.image.Platform;
import dev.multiarch.policy.Policy.Asked;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long an emulated step may take.
 *
 * @param source who says so, for people: an option, or a place in a policy
 */
public record StepLimit(Duration longest, String source) {
    /** The shortest that these policies set for a platform; what only warns ends nothing. */
    public static Optional<StepLimit> of(List<Policy> policies, Platform platform) {
        return policies.stream()
                .flatMap(policy -> policy.asked().stream())
                .filter(asked -> asked.severity() == Severity.ERROR
                        && asked.pending().isEmpty()
                        && asked.scope().includes(Optional.of(platform)))
                .flatMap(asked -> limit(asked).stream())
                .min(Comparator.comparing(StepLimit::longest));
    }

    private static <S> Optional<StepLimit> limit(Asked<S> asked) {
        return asked.rule()
                .stepLimit(asked.setting())
                .map(longest -> new StepLimit(longest, asked.rule().id() + " at " + asked.source()));
    }
}
