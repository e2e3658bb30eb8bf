package dev.multiarch.signature;

import java.util.Optional;

/**
 * A signature that somebody asks for.
 *
 * @param said what it has to say, where it has to be of a verdict that is attached
 */
public record WantedSignature(Signer by, SignatureScope scope, Optional<WantedVerdict> said) {
    public WantedSignature(Signer by, SignatureScope scope) {
        this(by, scope, Optional.empty());
    }

    /** Whether it has to be of a verdict. */
    public boolean verdict() {
        return said.isPresent();
    }

    /** By hand, as those of {@link dev.multiarch.image.Digest}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof WantedSignature same
                && by.equals(same.by)
                && scope == same.scope
                && said.equals(same.said);
    }

    @Override
    public int hashCode() {
        return by.hashCode();
    }
}
