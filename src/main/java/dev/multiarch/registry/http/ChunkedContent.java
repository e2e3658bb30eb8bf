package dev.multiarch.registry.http;

import java.io.EOFException;
import java.io.IOException;

/** Chunks, each behind its length (RFC 9112, 7.1). Extensions and trailers are read and forgotten. */
final class ChunkedContent implements Content {
    private static final int LONGEST_LINE = 4 << 10;
    private static final int MOST_DIGITS = 15;

    /** Bytes for framing beyond what a chunk of usual size has: one byte a chunk would cost the rest of it. */
    private static final int MOST_OVERHEAD = 64 << 10;

    private static final int USUAL_OVERHEAD = 16;

    private final ConnectionInput in;
    private final boolean leavesConnection;
    private long left;
    private long overhead;
    private boolean first = true;
    private boolean over;

    ChunkedContent(ConnectionInput in, boolean leavesConnection) {
        this.in = in;
        this.leavesConnection = leavesConnection;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && !over) {
            next();
        }
        if (over) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the answer ended within a chunk");
        }
        left -= count;
        return count;
    }

    private void next() throws IOException {
        if (!first && !in.line(LONGEST_LINE, "a chunk's end").isEmpty()) {
            throw MalformedResponse.because("a chunk is longer than its size says");
        }
        first = false;
        String line = in.line(LONGEST_LINE, "a chunk's first line");
        left = size(line);
        overhead = Math.max(0, overhead + line.length() - USUAL_OVERHEAD - 2 * Math.min(left, MOST_OVERHEAD));
        if (overhead > MOST_OVERHEAD) {
            throw MalformedResponse.because("its chunks have more extensions than content");
        }
        if (left == 0) {
            Head.fields(in, "trailer");
            over = true;
        }
    }

    private static long size(String line) throws MalformedResponse {
        int digits = 0;
        while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0 && line.charAt(digits) < 0x7f) {
            digits++;
        }
        String rest = line.substring(digits).strip();
        if (digits == 0 || digits > MOST_DIGITS || !rest.isEmpty() && rest.charAt(0) != ';') {
            throw MalformedResponse.because("the size of a chunk is malformed: " + MalformedResponse.quote(line));
        }
        for (int i = 0; i < rest.length(); i++) {
            if (rest.charAt(i) < ' ' && rest.charAt(i) != '\t') {
                throw MalformedResponse.because("a chunk's extension contains a control character");
            }
        }
        return Long.parseLong(line.substring(0, digits), 16);
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public boolean leavesConnection() {
        return leavesConnection;
    }
}
