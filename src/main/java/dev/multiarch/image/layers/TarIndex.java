package dev.multiarch.image.layers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Where the files of a tar archive are in it, so that each can be read at its place and nothing is unpacked. Only headers
 * are read. Whatever two readers could take for two different contents is refused.
 */
public final class TarIndex {
    /** Far more than an archive of images has entries. */
    private static final int MOST_ENTRIES = 1_000_000;

    /** Of one file's content, in bytes. */
    public record Span(long from, long size) {}

    private TarIndex() {}

    /**
     * @param wanted names, without a leading {@code ./}, whose places are kept; each may be there once, as a regular file
     * @throws LayerException if the archive is malformed or a wanted name is something else
     */
    public static Map<String, Span> of(FileChannel file, Predicate<String> wanted) throws IOException {
        var in = new Headers(file);
        Map<String, Span> spans = new HashMap<>();
        walk(new TarReader(in), wanted, (tar, name) -> {
            var span = new Span(in.at, tar.entry().size());
            boolean whole = span.size() <= file.size() - span.from();
            TarFields.require(
                    whole, "its " + name + " claims " + span.size() + " bytes, which is more than the file has left");
            TarFields.require(spans.put(name, span) == null, "it holds " + name + " twice");
        });
        return spans;
    }

    /**
     * Of an archive that can only be read from its start, which is read to its end.
     *
     * @param small gets the content of wanted files of at most {@code largest} bytes
     */
    public static Map<String, Span> of(
            InputStream stream, Predicate<String> wanted, int largest, BiConsumer<String, byte[]> small)
            throws IOException {
        var in = new Counted(stream);
        Map<String, Span> spans = new HashMap<>();
        var tar = new TarReader(in);
        walk(tar, wanted, (reader, name) -> {
            long size = reader.entry().size();
            TarFields.require(spans.put(name, new Span(in.at, size)) == null, "it holds " + name + " twice");
            if (size <= largest) {
                byte[] bytes = new byte[(int) size];
                reader.read(bytes, bytes.length);
                small.accept(name, bytes);
            }
        });
        tar.finish();
        return spans;
    }

    private interface Found {
        void at(TarReader tar, String name) throws IOException;
    }

    private static void walk(TarReader tar, Predicate<String> wanted, Found found) throws IOException {
        for (int count = 1; tar.next(); count++) {
            TarFields.require(count <= MOST_ENTRIES, "it has more than " + MOST_ENTRIES + " entries");
            TarReader.Entry entry = tar.entry();
            String name = plain(entry.name());
            boolean folder = entry.type() == '5';
            if (!folder && wanted.test(name)) {
                TarFields.require(entry.type() == '0', "its " + name + " is " + kind(entry.type()));
                TarFields.require(!entry.sparse(), "its " + name + " is a sparse file");
                found.at(tar, name);
            }
        }
    }

    private static String plain(String name) throws LayerException {
        String plain = name;
        while (plain.startsWith("./")) {
            plain = plain.substring(2);
        }
        boolean outside = plain.startsWith("/") || ("/" + plain + "/").contains("/../");
        TarFields.require(!outside, "it names a path outside the archive: " + name);
        return plain;
    }

    private static String kind(char type) {
        return switch (type) {
            case '1' -> "a hard link";
            case '2' -> "a symbolic link";
            case '6' -> "a named pipe";
            default -> "not a regular file";
        };
    }

    /** Knows how far it was read. */
    private static final class Counted extends FilterInputStream {
        private long at;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            at += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            at += Math.max(0, count);
            return count;
        }
    }

    /** Reads headers through a small buffer and steps over content. */
    private static final class Headers extends InputStream implements TarReader.Seekable {
        private static final int BUFFER = 8 << 10;

        private final FileChannel file;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
        private long at;

        Headers(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!buffer.hasRemaining()) {
                buffer.clear();
                int count = file.read(buffer, at);
                buffer.flip();
                if (count < 0) {
                    return -1;
                }
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(bytes, offset, count);
            at += count;
            return count;
        }

        @Override
        public void seek(long count) throws IOException {
            if (count > file.size() - at) {
                throw new LayerException("its tar archive is cut off");
            }
            if (count <= buffer.remaining()) {
                buffer.position(buffer.position() + (int) count);
            } else {
                buffer.position(buffer.limit());
            }
            at += count;
        }
    }
}
