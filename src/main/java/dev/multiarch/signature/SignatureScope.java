package dev.multiarch.signature;

import java.util.Locale;

/** What has to be signed. Each holds what the one before it holds. */
public enum SignatureScope {
    /** What the reference names. */
    INDEX,
    /** The image of each platform too. */
    IMAGES,
    /** Attestation manifests too. */
    ALL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
