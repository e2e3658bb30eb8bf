package dev.multiarch.registry.http;

import java.io.EOFException;
import java.io.IOException;

/** As many bytes as {@code Content-Length} says. */
final class SizedContent implements Content {
    private final ConnectionInput in;
    private final long size;
    private final boolean leavesConnection;
    private long left;

    SizedContent(ConnectionInput in, long size, boolean leavesConnection) {
        this.in = in;
        this.size = size;
        this.left = size;
        this.leavesConnection = leavesConnection;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the answer ended after " + (size - left) + " of " + size + " bytes");
        }
        left -= count;
        return count;
    }

    @Override
    public boolean isOver() {
        return left == 0;
    }

    @Override
    public boolean leavesConnection() {
        return leavesConnection;
    }
}
