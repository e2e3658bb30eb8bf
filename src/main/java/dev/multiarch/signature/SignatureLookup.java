package dev.multiarch.signature;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import java.time.Instant;
import java.util.List;

/** What is known of the signatures of manifests. */
public interface SignatureLookup {
    /** Where no rule asks for them. */
    SignatureLookup NONE = new Unknown("no enabled rule looks for signatures");

    /** Where this call signs once the verdict is good, and looks then. */
    SignatureLookup LATER = new Unknown("it is signed after the verdict");

    /** Those of a manifest, held against a signer; an empty list where it has none. */
    Fact<List<FoundSignature>> of(Digest subject, Signer by);

    /** Verdicts that are attached to a manifest, held against a signer; an empty list where it has none. */
    Fact<List<FoundVerdict>> verdicts(Digest subject, Signer by);

    /** When they were looked for: a verdict that is dated later is not known to be one. */
    Instant now();

    /** Where none are looked for, for one reason. */
    record Unknown(String reason) implements SignatureLookup {
        @Override
        public Fact<List<FoundSignature>> of(Digest subject, Signer by) {
            return Fact.unknown(reason);
        }

        @Override
        public Fact<List<FoundVerdict>> verdicts(Digest subject, Signer by) {
            return Fact.unknown(reason);
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    }
}
