package dev.multiarch.rebuild;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one platform of an image.
 *
 * @param built when
 * @param duration of the build that made it; what only annotations say of both is a claim
 * @param emulated whether that build was
 * @param reasons to build it again, the most urgent first; none where it is fresh
 * @param unknown what could not be found out, a sentence each
 * @param lasting what a policy has against it and a rebuild would not change, with what to do instead, a sentence each
 * @param bases that were looked at
 */
public record LegState(
        Platform platform,
        Digest image,
        Fact<Instant> built,
        Fact<Duration> duration,
        Optional<Boolean> emulated,
        List<Reason> reasons,
        List<String> unknown,
        List<String> lasting,
        List<BaseState> bases) {
    /** The more urgent reason first; of the same, what was built longer ago by its record, and then what has none. */
    static final Comparator<LegState> MOST_URGENT = Comparator.comparing(
                    LegState::urgent, Comparator.nullsLast(Reason.MOST_URGENT))
            .thenComparing(leg -> recorded(leg.built()).orElse(Instant.MAX));

    public LegState {
        reasons = reasons.stream().sorted(Reason.MOST_URGENT).toList();
        unknown = List.copyOf(unknown);
        lasting = List.copyOf(lasting);
        bases = List.copyOf(bases);
    }

    public boolean isStale() {
        return !reasons.isEmpty();
    }

    /** Whether something could not be found out, and nothing else is a reason to build it again. */
    public boolean isUnsure() {
        return !isStale() && !unknown.isEmpty();
    }

    /** How long its build took, by its record. */
    Optional<Duration> recordedDuration() {
        return recorded(duration);
    }

    private static <T> Optional<T> recorded(Fact<T> fact) {
        return Reason.isClaim(fact.learnt()) ? Optional.empty() : fact.value();
    }

    /** Null where it is not stale. */
    private Reason urgent() {
        return isStale() ? reasons.get(0) : null;
    }
}
