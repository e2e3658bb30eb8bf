package dev.multiarch.signature;

import dev.multiarch.signature.FoundSignature.State;
import dev.multiarch.text.FormatException;
import java.util.Optional;

/**
 * A verdict on a manifest that somebody attached to it.
 *
 * @param summary what it says; only where the proof is valid
 */
public record FoundVerdict(FoundSignature proof, Optional<VerificationSummary> summary) {
    /** One that can't be read proves nothing, with any key. */
    public static FoundVerdict of(FoundAttestation found) {
        try {
            return new FoundVerdict(found.proof(), found.predicate().map(VerificationSummary::read));
        } catch (FormatException malformed) {
            return new FoundVerdict(
                    new FoundSignature(State.OTHER, found.proof().where(), malformed.getMessage()), Optional.empty());
        }
    }
}
