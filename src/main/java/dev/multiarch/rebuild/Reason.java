package dev.multiarch.rebuild;

import dev.multiarch.fact.FactSource;
import java.util.Comparator;
import java.util.Optional;

/**
 * Why a leg is to be built again.
 *
 * @param why in one line, without a full stop; texts from outside are in it as they came
 * @param claimed whether it rests on what annotations of the index say, and no record does: who pushes an image can write anything
 *     there
 */
public record Reason(Cause cause, String why, boolean claimed) {
    /** Claims last, so that none takes the place of what is known. */
    static final Comparator<Reason> MOST_URGENT =
            Comparator.comparing(Reason::claimed).thenComparing(Reason::cause);

    Reason(Cause cause, String why, Optional<FactSource> learnt) {
        this(cause, why, isClaim(learnt));
    }

    static boolean isClaim(Optional<FactSource> learnt) {
        return learnt.equals(Optional.of(FactSource.ANNOTATION));
    }

    @Override
    public String toString() {
        return cause.word() + ": " + why + (claimed ? " (annotations of the index say so, no record does)" : "");
    }
}
