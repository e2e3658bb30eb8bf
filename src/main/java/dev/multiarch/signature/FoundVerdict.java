package dev.multiarch.signature;

import dev.multiarch.image.Digest;
import dev.multiarch.text.FormatException;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody attached to a manifest in place of judging it again.
 *
 * @param summary the verdict; only where the proof is valid
 * @param insisted that it was published without a good verdict; only where the proof is valid
 */
public record FoundVerdict(FoundSignature proof, Optional<VerificationSummary> summary, Optional<Insistence> insisted) {
    /** The predicate types that are one. */
    public static final Set<String> TYPES = Set.of(VerificationSummary.TYPE, Insistence.TYPE);

    /** One that says nothing that counts. */
    static FoundVerdict none(FoundSignature proof) {
        return new FoundVerdict(proof, Optional.empty(), Optional.empty());
    }

    /** A summary by this signer that can't be read may be the newest, and may say anything. */
    public static FoundVerdict of(FoundAttestation found) {
        try {
            return found.type().equals(Insistence.TYPE)
                    ? new FoundVerdict(
                            found.proof(), Optional.empty(), found.predicate().map(Insistence::read))
                    : new FoundVerdict(
                            found.proof(), found.predicate().map(VerificationSummary::read), Optional.empty());
        } catch (FormatException malformed) {
            String where = found.proof().where();
            return none(
                    found.type().equals(Insistence.TYPE)
                            ? FoundSignature.other(where, malformed.getMessage())
                            : FoundSignature.unread(where, malformed.getMessage()));
        }
    }

    /** The same where its summary says what is wanted; otherwise one that does not count, with the reason. */
    public FoundVerdict held(WantedVerdict wanted, Digest subject) {
        return summary.flatMap(said -> wanted.refuses(said, subject))
                .map(why -> none(FoundSignature.other(proof.where(), why)))
                .orElse(this);
    }
}
