package dev.multiarch.registry.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** The end of one exchange: when it is reached, the exchange's socket is closed, whatever is being done with it. */
final class Deadline {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Watchdog watch;
    private final long start = System.nanoTime();
    private volatile Duration limit;
    private volatile boolean expired;
    private volatile Socket socket;

    Deadline(Watchdog watch, Duration limit) {
        this.watch = watch;
        this.limit = shorter(limit, LONGEST);
    }

    /** In System.nanoTime. */
    long end() {
        return start + limit.toNanos();
    }

    Duration left() {
        return Duration.ofNanos(end() - System.nanoTime());
    }

    Duration shorter(Duration other) {
        return shorter(other, left());
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Counts from the beginning of the exchange. */
    void extend(Duration whole) {
        limit = shorter(whole, LONGEST);
    }

    /** Until so long from now, and no longer than so long since the beginning. */
    void extendWithin(Duration fromNow, Duration whole) {
        extend(shorter(Duration.ofNanos(System.nanoTime() - start).plus(fromNow), whole));
    }

    /** From now on this socket is the one to be closed; it must be one without TLS. */
    void guard(Socket other) throws IOException {
        socket = other;
        if (expired) {
            closeQuietly(other);
            throw timeout();
        }
    }

    void expire() {
        expired = true;
        Socket guarded = socket;
        if (guarded != null) {
            closeQuietly(guarded);
        }
    }

    /** @return whether it was in time; if so, the socket will not be closed any more */
    boolean end(boolean inTime) {
        socket = null; // before the next line: either expire() does not see the socket, or we see that it expired
        watch.remove(this);
        return inTime && !expired;
    }

    /** What a failure means: all that happens to a closed socket happens because the time was up. */
    IOException explain(IOException failure) {
        if (expired) {
            return timeout();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException slow) {
                return slow; // JSSE wraps it
            }
        }
        return failure;
    }

    boolean isExpired() {
        return expired;
    }

    SocketTimeoutException timeout() {
        return new SocketTimeoutException("no whole answer within " + limit.toMillis() + " ms");
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException | RuntimeException e) {
            // it can't be used either way
        }
    }
}
