package dev.multiarch.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongFunction;

/**
 * A body that is sent as it comes from somewhere else, for what is too large to hold. The last piece is held back until what
 * it comes from has ended well: of a body that turns out to be wrong the server never gets all.
 *
 * @param size in bytes
 * @param pace how long the exchange may take by the time that so many bytes are sent
 * @param piece how long it may take to send one piece of it
 */
public record HttpUpload(long size, Opening opening, LongFunction<Duration> pace, Duration piece) {
    private static final int PIECE = 256 << 10;

    /** Begins to read the body, for one attempt to send it. */
    public interface Opening {
        InputStream open() throws IOException;
    }

    /** It can't be read to its end: the fault is not the server's that it was to go to. */
    public static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        public Unreadable(IOException cause) {
            super(cause.getMessage(), cause);
        }

        @Override
        public synchronized IOException getCause() {
            return (IOException) super.getCause();
        }
    }

    void send(OutputStream out, Deadline deadline) throws IOException {
        byte[] piece = new byte[PIECE];
        byte[] next = new byte[PIECE];
        try (InputStream in = open()) {
            int length = read(in, piece);
            for (long sent = 0; length >= 0; ) {
                int more = read(in, next);
                out.write(piece, 0, length);
                sent += length;
                deadline.extendWithin(this.piece, pace.apply(sent));
                byte[] other = piece;
                piece = next;
                next = other;
                length = more;
            }
        }
    }

    private InputStream open() throws IOException {
        try {
            return opening.open();
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    /** As much as the buffer takes; -1 at the end. */
    private static int read(InputStream in, byte[] buffer) throws IOException {
        try {
            int length = in.readNBytes(buffer, 0, buffer.length);
            return length == 0 ? -1 : length;
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }
}
