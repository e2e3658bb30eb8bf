package dev.multiarch.signature;

/**
 * A signature that somebody asks for.
 *
 * @param verdict whether it has to be of a verdict that is attached
 */
public record WantedSignature(Signer by, SignatureScope scope, boolean verdict) {
    public WantedSignature(Signer by, SignatureScope scope) {
        this(by, scope, false);
    }

    /** By hand, as those of {@link dev.multiarch.image.Digest}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof WantedSignature same
                && by.equals(same.by)
                && scope == same.scope
                && verdict == same.verdict;
    }

    @Override
    public int hashCode() {
        return by.hashCode();
    }
}
