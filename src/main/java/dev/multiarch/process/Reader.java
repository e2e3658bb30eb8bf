package dev.multiarch.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** Reads one stream of a program to its end, in a separate thread, so that neither stream can block the other. */
final class Reader implements Runnable {
    /** For what a program left running and that holds its streams open. */
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(2);

    /** Takes what was read; {@code bytes} is used again afterwards. */
    interface Sink {
        void take(byte[] bytes, int length);
    }

    private final InputStream stream;
    private final Sink sink;
    private final Thread thread;
    private volatile RuntimeException failure;
    private volatile boolean abandoned;

    private Reader(InputStream stream, Sink sink) {
        this.stream = stream;
        this.sink = sink;
        this.thread = new Thread(this, "reads a program's output");
        thread.setDaemon(true);
    }

    static Reader start(InputStream stream, Sink sink) {
        var reader = new Reader(stream, sink);
        reader.thread.start();
        return reader;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[16 << 10];
        try {
            for (int n = stream.read(buffer); n >= 0 && !abandoned; n = stream.read(buffer)) {
                take(buffer, n);
            }
        } catch (IOException closed) {
            // the program is gone
        }
    }

    /** What the sink refused is not read again; the stream is, lest the program block. */
    private void take(byte[] buffer, int n) {
        if (failure == null) {
            try {
                sink.take(buffer, n);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
    }

    /** Waits for the end of the stream, but not for long: the program itself has ended. */
    void join() {
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandoned = thread.isAlive();
        if (failure != null) {
            throw failure;
        }
    }
}
