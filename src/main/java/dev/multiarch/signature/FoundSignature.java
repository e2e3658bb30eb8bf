package dev.multiarch.signature;

/**
 * A signature that a registry has of a manifest, held against a signer.
 *
 * @param where it was found: the digest of the manifest that holds it, or a tag
 * @param why it does not count; empty for one that does
 */
public record FoundSignature(State state, String where, String why) {
    /** What it proves. */
    public enum State {
        /** The signer signed this digest. */
        VALID,
        /** Somebody else signed, or something else was signed. */
        OTHER,
        /** Not known, as it could not be read. */
        UNREAD
    }

    static FoundSignature valid(String where) {
        return new FoundSignature(State.VALID, where, "");
    }

    static FoundSignature other(String where, String why) {
        return new FoundSignature(State.OTHER, where, why);
    }

    static FoundSignature unread(String where, String why) {
        return new FoundSignature(State.UNREAD, where, why);
    }
}
