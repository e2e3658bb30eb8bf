package dev.multiarch.registry;

import dev.multiarch.image.Digest;

/**
 * A manifest, an index or a blob as the registry keeps it.
 *
 * @param digest computed from the bytes, never taken from a header
 * @param mediaType the document's own, else the one it was served as
 * @param bytes exactly as served; the array is the caller's
 */
public record Document(Digest digest, String mediaType, byte[] bytes) {
    /** The sha256 digest of these bytes with them. */
    public static Document of(String mediaType, byte[] bytes) {
        return new Document(Digest.of(bytes), mediaType, bytes);
    }
}
