package dev.multiarch.host.diagnosis;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import java.util.Optional;

/**
 * A fact that speaks for or against a cause.
 *
 * @param fact a sentence without its full stop; it may hold text from outside
 * @param learnt empty where it is not known, and the sentence says why
 */
public record Evidence(EvidenceDirection stance, String fact, Optional<FactSource> learnt) {
    static Evidence of(EvidenceDirection stance, String fact, Fact<?> source) {
        return new Evidence(stance, fact, source.learnt());
    }

    static Evidence unknown(String what, Fact<?> source) {
        return new Evidence(EvidenceDirection.OPEN, what + " is unknown: " + source.reason(), Optional.empty());
    }
}
