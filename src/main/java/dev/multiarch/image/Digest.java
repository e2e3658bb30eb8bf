package dev.multiarch.image;

import dev.multiarch.text.FormatException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A content digest, {@code sha256:<64 hex>} or {@code sha512:<128 hex>} (OCI Image Format 1.1, descriptor, "Digests").
 */
public record Digest(String algorithm, String hex) {
    public Digest {
        int length =
                switch (algorithm) {
                    case "sha256" -> 64;
                    case "sha512" -> 128;
                    default -> throw malformed(algorithm + ":" + hex);
                };
        if (hex.length() != length || !hex.chars().allMatch(Digest::isLowerHex)) {
            throw malformed(algorithm + ":" + hex);
        }
    }

    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw malformed(text);
        }
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The sha256 digest of these bytes. */
    public static Digest of(byte[] bytes) {
        return of("sha256", bytes);
    }

    /** The digest of these bytes under the same algorithm as this one, to compare with it. */
    public Digest sameOf(byte[] bytes) {
        return of(algorithm, bytes);
    }

    public static MessageDigest sha256() {
        return hash("sha256");
    }

    /** A hash to stream bytes into; {@link #finish} makes a digest of it. */
    public MessageDigest hash() {
        return hash(algorithm);
    }

    public static Digest finish(String algorithm, MessageDigest hash) {
        return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
    }

    private static Digest of(String algorithm, byte[] bytes) {
        MessageDigest hash = hash(algorithm);
        hash.update(bytes);
        return finish(algorithm, hash);
    }

    private static MessageDigest hash(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has both
        }
    }

    private static boolean isLowerHex(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }

    private static FormatException malformed(String text) {
        return new FormatException("digest \"" + text
                + "\" is malformed: expected sha256: and 64 lower-case hex digits, or sha512: and 128");
    }

    /** The first twelve digits, for tables that people read. */
    public String shortHex() {
        return hex.substring(0, 12);
    }

    /** By hand, as {@link #hashCode}: those of a record are put together at the first call, which takes 8 ms of each start. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && algorithm.equals(digest.algorithm) && hex.equals(digest.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
