package dev.multiarch.image.layers;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * How a layer's tar archive is packed. Clients go by a layer's first bytes: Docker, Podman and containerd all unpack a layer
 * that is said to be gzip and is zstd or plain tar. containerd alone takes OCI's plain tar at its word and reads it as tar,
 * where the others unpack what begins like gzip; such a layer holds other files for each of them.
 */
public enum Compression {
    TAR,
    GZIP("1f8b08"),
    ZSTD("28b52ffd"),
    /** Skippable frames come first in what zstd:chunked writes. */
    ZSTD_SKIPPABLE("502a4d18"),
    BZIP2("425a68"),
    XZ("fd377a585a00");

    private static final int LONGEST = 6;

    private final byte[] magic;

    Compression() {
        this("");
    }

    Compression(String magic) {
        this.magic = HexFormat.of().parseHex(magic);
    }

    /** What a media type says; empty for those that nobody here can read. */
    public static Optional<Compression> of(String mediaType) {
        if (mediaType.endsWith(".tar")) {
            return Optional.of(TAR);
        }
        if (mediaType.endsWith("gzip")) { // OCI's +gzip, Docker's .tar.gzip
            return Optional.of(GZIP);
        }
        return mediaType.endsWith("zstd") ? Optional.of(ZSTD) : Optional.empty();
    }

    /**
     * @param mediaType one that {@link #of} knows
     * @throws AmbiguousLayerException where clients would unpack different things
     */
    static InputStream unpacked(InputStream compressed, String mediaType) throws IOException {
        var in = new PushbackInputStream(compressed, LONGEST);
        byte[] first = in.readNBytes(LONGEST);
        in.unread(first);
        Compression found = in(first);
        boolean literal =
                mediaType.startsWith("application/vnd.oci.") && of(mediaType).equals(Optional.of(TAR));
        if (literal && found != TAR) {
            throw new AmbiguousLayerException("its media type says plain tar and it begins like " + found.described()
                    + ": containerd reads it as tar, Docker and Podman unpack it first");
        }
        return switch (found) {
            case TAR -> in;
            case GZIP -> new GzipInput(in);
            case ZSTD, ZSTD_SKIPPABLE -> ZstdFrames.of(in);
            case BZIP2, XZ ->
                throw new AmbiguousLayerException("it is compressed with " + found.described()
                        + ": Docker and Podman can unpack that, containerd cannot");
        };
    }

    private static Compression in(byte[] first) {
        byte[] masked = first.clone();
        if (masked.length > 0 && (masked[0] & 0xf0) == 0x50) {
            masked[0] = 0x50; // sixteen numbers of skippable frames
        }
        for (Compression each : values()) {
            byte[] begin = each == ZSTD_SKIPPABLE ? masked : first;
            if (each != TAR
                    && begin.length >= each.magic.length
                    && Arrays.equals(Arrays.copyOf(begin, each.magic.length), each.magic)) {
                return each;
            }
        }
        return TAR;
    }

    private String described() {
        return this == ZSTD_SKIPPABLE ? "zstd" : name().toLowerCase(Locale.ROOT);
    }
}
