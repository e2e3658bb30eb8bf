package dev.multiarch.registry.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a connection, by lines or in blocks. */
final class ConnectionInput {
    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private int at;
    private int end;
    private long taken;

    ConnectionInput(InputStream in) {
        this.in = in;
    }

    /** Bytes that came over the connection so far. */
    long taken() {
        return taken;
    }

    /** Whether nothing has come that was not read yet. */
    boolean isEmpty() {
        return at == end;
    }

    private boolean filled() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
            taken += end;
        }
        return at < end;
    }

    int read() throws IOException {
        return filled() ? buffer[at++] & 0xff : -1;
    }

    int read(byte[] bytes, int offset, int length) throws IOException {
        if (at == end && length >= buffer.length) {
            int count = in.read(bytes, offset, length);
            taken += Math.max(0, count);
            return count;
        }
        if (!filled()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, bytes, offset, count);
        at += count;
        return count;
    }

    /**
     * The text up to the next CRLF, as ISO-8859-1. RFC 9112 lets clients accept a bare LF; servers and proxies that do so
     * disagree with those that don't on where an answer ends.
     *
     * @param most characters
     * @param what it is, for the message if it is longer
     */
    String line(int most, String what) throws IOException {
        var line = new byte[Math.min(most, 256)];
        int length = 0;
        for (int c = read(); c != '\r'; c = read()) {
            if (c < 0) {
                throw new EOFException("the connection ended within the answer's head");
            }
            if (c == '\n') {
                throw MalformedResponse.because(what + " ends in LF without CR");
            }
            if (length == most) {
                String begin = new String(line, 0, Math.min(length, 80), StandardCharsets.ISO_8859_1);
                throw MalformedResponse.because(
                        what + " is longer than " + most + " bytes: " + MalformedResponse.quote(begin));
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, Math.min(most, 2 * length));
            }
            line[length++] = (byte) c;
        }
        if (read() != '\n') {
            throw MalformedResponse.because(what + " contains CR without LF");
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }
}
