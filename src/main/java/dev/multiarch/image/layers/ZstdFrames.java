package dev.multiarch.image.layers;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Frames of Zstandard (RFC 8878), skippable ones among them, with their sums checked where they have some. A window of
 * up to 128 MiB is taken, as by {@code zstd} and containerd when nobody asks for more.
 */
final class ZstdFrames extends FilterInputStream {
    private ZstdFrames(InputStream in) {
        super(in);
    }

    /** @throws LayerException if the native library can't be loaded here */
    static InputStream of(InputStream compressed) throws IOException {
        try {
            return new ZstdFrames(new ZstdInputStreamNoFinalizer(compressed));
        } catch (LinkageError e) { // its code is in the jar, and java.io.tmpdir may forbid to run anything
            throw new LayerException("layers in zstd can't be read on this machine: " + firstLine(e));
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (ZstdIOException e) {
            throw new LayerException("its zstd stream is malformed: " + e.getMessage());
        }
    }

    private static String firstLine(LinkageError e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
