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
}
