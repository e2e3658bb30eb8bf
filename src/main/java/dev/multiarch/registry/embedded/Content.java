package dev.multiarch.registry.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that can be read again and again. */
interface Content {
    Content NONE = of(new byte[0]);

    /** In bytes. */
    long size();

    /** @param from the first byte to be read, from 0 */
    InputStream open(long from) throws IOException;

    default byte[] bytes() throws IOException {
        try (InputStream in = open(0)) {
            return in.readAllBytes();
        }
    }

    /** @param length in bytes, no more than there are behind {@code from} */
    default Content part(long from, long length) {
        Content whole = this;
        return new Content() {
            @Override
            public long size() {
                return length;
            }

            @Override
            public InputStream open(long offset) throws IOException {
                return whole.open(from + offset);
            }
        };
    }

    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public InputStream open(long from) {
                return new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from);
            }
        };
    }

    static Content of(Path file, long size) {
        return new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open(long from) throws IOException {
                InputStream in = Files.newInputStream(file);
                try {
                    in.skipNBytes(from);
                    return in;
                } catch (IOException e) {
                    in.close();
                    throw e;
                }
            }
        };
    }
}
