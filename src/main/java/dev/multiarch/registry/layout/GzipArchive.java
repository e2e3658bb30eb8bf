package dev.multiarch.registry.layout;

import dev.multiarch.image.layers.TarIndex;
import dev.multiarch.image.layers.TarIndex.Span;
import dev.multiarch.process.FileInput;
import dev.multiarch.registry.request.RefusedException;
import dev.multiarch.registry.request.Request;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A layout in an archive that is compressed as a whole, as {@code regctl image export --compress} writes it. It can only be
 * read from its start: once for the documents, which are kept, and once more for each layer that is asked for.
 */
final class GzipArchive implements LayoutFiles {
    private static final int BUFFER = 64 << 10;
    private static final int LARGEST_KEPT = Request.MANIFEST_LIMIT;
    private static final long MOST_KEPT = 64 << 20;

    /** Layers are compressed themselves: nobody's archive shrinks so much, but a bomb does. */
    private static final long MOST_RATIO = 200;

    private static final long ALWAYS = 256L << 20;

    private final Path archive;
    private final Map<String, Span> spans;
    private final Map<String, byte[]> kept = new HashMap<>();
    private long keptBytes;

    private GzipArchive(Path archive) throws IOException {
        this.archive = archive;
        try (InputStream in = unzipped()) {
            spans = TarIndex.of(in, LayoutArchive.OURS, LARGEST_KEPT, this::keep);
        }
    }

    static GzipArchive open(Path archive) throws IOException {
        try {
            return new GzipArchive(archive);
        } catch (ZipException e) {
            throw new RefusedException("its compression is damaged: " + e.getMessage());
        }
    }

    private void keep(String name, byte[] bytes) {
        if (keptBytes + bytes.length <= MOST_KEPT) {
            keptBytes += bytes.length;
            kept.put(name, bytes);
        }
    }

    @Override
    public Optional<Content> open(String name) throws IOException {
        Span span = spans.get(name);
        if (span == null) {
            return Optional.empty();
        }
        byte[] known = kept.get(name);
        if (known != null) {
            return Optional.of(new Content(new ByteArrayInputStream(known), known.length));
        }
        return Optional.of(new Content(new Part(unzipped(), span), span.size()));
    }

    private InputStream unzipped() throws IOException {
        long most = Math.max(ALWAYS, Files.size(archive) * MOST_RATIO);
        InputStream file = FileInput.open(archive);
        try {
            return new Bounded(new BufferedInputStream(new GZIPInputStream(file, BUFFER), BUFFER), most);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() {
        // each pass over the file closes it
    }

    /** Fails where a bomb goes off. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new RefusedException("it unpacks to more than " + MOST_RATIO + " times its size");
            }
            return count;
        }
    }

    /** One file's content; what is before it is read at the first read, and not when nobody reads. */
    private static final class Part extends FilterInputStream {
        private final long from;
        private long left;
        private boolean begun;

        Part(InputStream in, Span span) {
            super(in);
            from = span.from();
            left = span.size();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!begun) {
                begun = true;
                in.skipNBytes(from);
            }
            int most = (int) Math.min(length, left);
            if (most == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = in.read(bytes, offset, most);
            left -= Math.max(0, count);
            return count;
        }
    }
}
