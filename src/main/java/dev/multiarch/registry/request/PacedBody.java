package dev.multiarch.registry.request;

import dev.multiarch.registry.http.HttpBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A body that may take longer the more of it has come. What it is said to hold gives it no time, because a registry could
 * claim any size and then send a byte from time to time. Time that ended in nothing is the command's, so that many slow
 * layers can't hold it up one after the other.
 */
final class PacedBody extends InputStream {
    /** Bytes a second that a layer must come at. */
    private static final int SLOWEST = 128 << 10;

    private final HttpBody body;
    private final Duration exchange;
    private final Budget budget;
    private long taken;

    /** @param exchange how long it may take in any case */
    PacedBody(HttpBody body, Duration exchange, Budget budget) {
        this.body = body;
        this.exchange = exchange;
        this.budget = budget;
        body.allow(exchange);
    }

    /** How long an exchange may take of which so many bytes have come, or gone. */
    static Duration pace(Duration exchange, long bytes) {
        return exchange.plusMillis(bytes * 1000 / SLOWEST);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = body.read(bytes, offset, length);
            taken += Math.max(0, count);
            body.allow(pace(exchange, taken));
            return count;
        } catch (SocketTimeoutException slow) {
            budget.spend(exchange);
            throw slow;
        }
    }

    @Override
    public void close() {
        body.close();
    }
}
