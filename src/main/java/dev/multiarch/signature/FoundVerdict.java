package dev.multiarch.signature;

import dev.multiarch.image.Digest;
import dev.multiarch.text.FormatException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    /**
     * The same, unless it is dated later than now: its time would make it the newest for years. When it was made is unknown, so
     * a pass does not count, and a failure may be the newest.
     */
    public FoundVerdict asOf(Instant now) {
        return summary.filter(said -> VerificationSummary.isInFuture(said.at(), now))
                .map(said -> {
                    String why = "it says " + (said.passed() ? "PASSED" : "FAILED") + " and is dated " + said.at()
                            + ", which is in the future (it is " + now.truncatedTo(ChronoUnit.SECONDS) + ")";
                    return none(
                            said.passed()
                                    ? FoundSignature.other(proof.where(), why)
                                    : FoundSignature.unread(proof.where(), why));
                })
                .orElse(this);
    }

    /** The same where its summary says what is wanted; otherwise one that does not count, with the reason. */
    public FoundVerdict held(WantedVerdict wanted, Digest subject) {
        return summary.flatMap(said -> wanted.refuses(said, subject))
                .map(why -> none(FoundSignature.other(proof.where(), why)))
                .orElse(this);
    }
}
