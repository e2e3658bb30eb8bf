package dev.multiarch.image.layers;

/**
 * How much of one layer is read.
 *
 * @param bytes after decompression, whatever the ratio
 * @param ratio of decompressed to compressed bytes, looked at from {@link #RATIO_FROM} on
 * @param entries of the archive
 * @param names characters of all paths and targets that have to be kept
 */
public record LayerLimits(long bytes, int ratio, int entries, long names) {
    /** A thousand times larger than this image's layers, and nothing for a machine to hold. */
    public static final LayerLimits USUAL = new LayerLimits(64L << 30, 200, 1_000_000, 48L << 20);

    static final long RATIO_FROM = 1L << 30;
}
