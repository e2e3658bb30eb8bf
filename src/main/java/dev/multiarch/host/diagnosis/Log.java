package dev.multiarch.host.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of a log, where its reasons are: at most 16 MiB are kept, of at most 4 GiB that are read. */
public final class Log {
    private static final int LARGEST = 16 << 20;
    private static final long MOST = 4L << 30;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int CHUNK = 64 << 10;

    private final byte[] bytes;
    private final int length;
    private final long dropped;

    /** @param dropped lines before these bytes */
    private Log(byte[] bytes, int length, long dropped) {
        this.bytes = bytes;
        this.length = length;
        this.dropped = dropped;
    }

    /** What somebody typed or pasted. */
    public static Log of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Log(bytes, bytes.length, 0).end(LARGEST);
    }

    /** To its end, which may be minutes away. */
    public static Log read(InputStream in) throws IOException {
        return read(in, LARGEST, MOST);
    }

    static Log read(InputStream in, int largest, long most) throws IOException {
        var log = new Log(new byte[CHUNK], 0, 0);
        long read = 0;
        byte[] chunk = new byte[CHUNK];
        for (int n = in.read(chunk); n >= 0 && read < most; n = in.read(chunk)) {
            log = log.with(chunk, n, largest);
            read += n;
        }
        return log.end(largest);
    }

    /** Grows to twice of what is kept before it is cut, so that each byte is moved but a few times. */
    private Log with(byte[] chunk, int n, int largest) {
        Log cut = length + n > 2L * largest ? end(largest) : this;
        byte[] room = cut.length + n > cut.bytes.length ? Arrays.copyOf(cut.bytes, 2 * (cut.length + n)) : cut.bytes;
        System.arraycopy(chunk, 0, room, cut.length, n);
        return new Log(room, cut.length + n, cut.dropped);
    }

    private Log end(int largest) {
        if (length <= largest) {
            return this;
        }
        int start = length - largest;
        long lines = dropped;
        for (int i = 0; i < start; i++) {
            if (bytes[i] == '\n') {
                lines++;
            }
        }
        return new Log(Arrays.copyOfRange(bytes, start, length), largest, lines);
    }

    /** How many lines went by before the first that is looked at. */
    public long dropped() {
        return dropped;
    }

    /** Takes each line with its number, from 1; of a very long one its beginning and its end. */
    interface Reader {
        void line(long number, String text);
    }

    /** Line breaks are {@code \n}, as editors count them; a progress bar's {@code \r} parts lines of one number. */
    void lines(Reader reader) {
        long number = dropped + 1;
        int start = 0;
        for (int i = 0; i <= length; i++) {
            boolean end = i == length;
            if (end ? i > start : bytes[i] == '\n' || bytes[i] == '\r') {
                reader.line(number, text(start, i));
                start = i + 1;
            }
            if (!end && bytes[i] == '\n') {
                number++;
            }
        }
    }

    private String text(int start, int end) {
        if (end - start <= LONGEST_LINE) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        int half = LONGEST_LINE / 2;
        return new String(bytes, start, half, StandardCharsets.UTF_8)
                + " … "
                + new String(bytes, end - half, half, StandardCharsets.UTF_8);
    }
}
