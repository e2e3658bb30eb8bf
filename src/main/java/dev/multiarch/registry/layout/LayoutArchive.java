package dev.multiarch.registry.layout;

import dev.multiarch.image.layers.TarIndex;
import dev.multiarch.image.layers.TarIndex.Span;
import dev.multiarch.registry.request.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A layout in a tar archive, read at the places where its files are; nothing is unpacked. */
record LayoutArchive(FileChannel file, Map<String, Span> spans) implements LayoutFiles {
    /** The names that a layout's files have. */
    static final Predicate<String> OURS = Pattern.compile(
                    "oci-layout|index\\.json|blobs|blobs/[^/]*|blobs/(sha256/[0-9a-f]{64}|sha512/[0-9a-f]{128})")
            .asMatchPredicate();

    static LayoutFiles open(Path archive) throws IOException {
        if (!Files.isRegularFile(archive)) {
            throw new NoSuchFileException(
                    archive.toString(),
                    null,
                    Files.isDirectory(archive)
                            ? "it is a folder; a layout in a folder is named oci:DIR"
                            : Files.exists(archive) ? "it is not a regular file" : "there is no such file");
        }
        FileChannel file = FileChannel.open(archive, StandardOpenOption.READ);
        try {
            if (isCompressed(file)) {
                file.close();
                return GzipArchive.open(archive);
            }
            return new LayoutArchive(file, TarIndex.of(file, OURS));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** By the magic numbers of gzip (RFC 1952) and Zstandard (RFC 8878). */
    private static boolean isCompressed(FileChannel file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(4);
        int count = file.read(start, 0);
        if (count == 4 && start.getInt(0) == 0x28b52ffd) {
            throw new RefusedException(
                    "it is compressed by zstd, which is not supported for such archives. Fix: unzstd it first");
        }
        return count == 4 && start.getInt(0) >>> 16 == 0x1f8b;
    }

    @Override
    public Optional<Content> open(String name) {
        return Optional.ofNullable(spans.get(name)).map(span -> new Content(new Part(file, span), span.size()));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Reads at its own place, whatever others read. */
    private static final class Part extends InputStream {
        private final FileChannel file;
        private long at;
        private final long end;

        Part(FileChannel file, Span span) {
            this.file = file;
            this.at = span.from();
            this.end = span.from() + span.size();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int most = (int) Math.min(length, end - at);
            if (most == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = file.read(ByteBuffer.wrap(bytes, offset, most), at);
            at += Math.max(0, count);
            return count;
        }
    }
}
