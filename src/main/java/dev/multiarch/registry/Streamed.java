package dev.multiarch.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** A body that is read while it comes; the watch over its exchange ends with it. */
final class Streamed extends FilterInputStream {
    private final HttpURLConnection connection;
    private final AtomicBoolean expired;
    private final TimerTask end;
    private boolean whole;

    Streamed(HttpURLConnection connection, AtomicBoolean expired, TimerTask end) throws IOException {
        super(connection.getInputStream());
        this.connection = connection;
        this.expired = expired;
        this.end = end;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = super.read(bytes, offset, length);
            whole |= count < 0;
            if (!expired.get()) {
                return count;
            }
        } catch (IOException | RuntimeException e) { // a connection that is closed while it is read may trip over null
            if (!expired.get()) {
                throw e;
            }
        }
        throw new SocketTimeoutException("it came too slowly");
    }

    /** What was read whole leaves its connection to the next request; closing any other would read on for a while. */
    @Override
    public void close() throws IOException {
        end.cancel();
        if (!whole) {
            connection.disconnect();
        }
        super.close();
    }
}
