package dev.multiarch.image.layers;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Members of gzip, one after another (RFC 1952), with their sums checked. Java's own stream asks {@code available()}
 * whether another member follows, and so ends early on a network.
 */
final class GzipInput extends InputStream {
    private static final int NAME_AND_COMMENT = 0x18;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private final byte[] buffer = new byte[64 << 10];
    private int start;
    private int end;
    private boolean inMember;
    private boolean over;

    GzipInput(InputStream in) {
        this.in = in;
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
        while (!over) {
            if (!inMember && !header()) {
                over = true;
                break;
            }
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                sum.update(bytes, offset, count);
                return count;
            }
            if (inflater.finished()) {
                trailer();
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            if (inflater.needsInput()) {
                if (start == end && !more()) {
                    throw new LayerException("its gzip stream is cut off");
                }
                inflater.setInput(buffer, start, end - start);
                start = end;
            }
            int count = inflater.inflate(bytes, offset, length);
            if (count == 0 && inflater.needsDictionary()) {
                throw new LayerException("its gzip stream needs a dictionary, which gzip does not support");
            }
            return count;
        } catch (DataFormatException e) {
            throw new LayerException("its gzip stream is malformed: " + e.getMessage());
        }
    }

    /** False at the end of the stream. After a member Go's reader takes another member and nothing else, gzip ignores the rest. */
    private boolean header() throws IOException {
        int first = next();
        if (first < 0) {
            return false;
        }
        if (first != 0x1f || next() != 0x8b || next() != 8) {
            throw new AmbiguousLayerException(
                    "data that is not gzip follows its gzip stream: some clients ignore it, others refuse the layer");
        }
        int flags = must();
        skip(6);
        if ((flags & 4) != 0) {
            skip(must() | must() << 8);
        }
        for (int bit = NAME_AND_COMMENT & flags; bit != 0; bit &= bit - 1) {
            while (must() != 0) { // a name or a comment, ended by zero
            }
        }
        if ((flags & 2) != 0) {
            skip(2);
        }
        inflater.reset();
        sum.reset();
        inMember = true;
        return true;
    }

    private void trailer() throws IOException {
        start = end - inflater.getRemaining();
        long crc = little();
        long size = little();
        if (crc != sum.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new LayerException("its gzip stream does not match its own checksum");
        }
        sum.reset();
        inMember = false;
    }

    private long little() throws IOException {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value |= (long) must() << 8 * i;
        }
        return value;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            must();
        }
    }

    private int must() throws IOException {
        int next = next();
        if (next < 0) {
            throw new LayerException("its gzip stream is cut off");
        }
        return next;
    }

    private int next() throws IOException {
        return start == end && !more() ? -1 : buffer[start++] & 0xff;
    }

    private boolean more() throws IOException {
        start = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
