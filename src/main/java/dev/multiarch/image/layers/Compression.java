package dev.multiarch.image.layers;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * How a layer's tar archive is packed, by its media type alone, as containerd has it. One and the same bytes can be an
 * archive to one and a gzip stream to the other reader, so what was read is true of a digest under one of these only.
 */
public enum Compression {
    TAR,
    GZIP,
    ZSTD;

    /** Empty for media types that nobody here can read. */
    public static Optional<Compression> of(String mediaType) {
        if (mediaType.endsWith(".tar")) {
            return Optional.of(TAR);
        }
        if (mediaType.endsWith("gzip")) { // OCI's +gzip, Docker's .tar.gzip
            return Optional.of(GZIP);
        }
        return mediaType.endsWith("zstd") ? Optional.of(ZSTD) : Optional.empty();
    }

    InputStream unpacked(InputStream compressed) throws IOException {
        return switch (this) {
            case TAR -> compressed;
            case GZIP -> new GzipInput(compressed);
            case ZSTD -> ZstdFrames.of(compressed);
        };
    }
}
