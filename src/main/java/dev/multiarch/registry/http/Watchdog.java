package dev.multiarch.registry.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Ends what takes too long. Its one thread closes plain sockets and does nothing else, so it can't be held up: closing a
 * TLS socket would wait for the thread that reads or writes it.
 */
final class Watchdog implements AutoCloseable {
    private final Set<Deadline> running = new HashSet<>();
    private boolean started;
    private boolean closed;
    private long wakesAt;

    Deadline start(Duration limit) {
        var deadline = new Deadline(this, limit);
        add(deadline);
        return deadline;
    }

    private synchronized void add(Deadline deadline) {
        running.add(deadline);
        if (!started) {
            started = true;
            wakesAt = deadline.end();
            var thread = new Thread(this::run, "http-watch");
            thread.setDaemon(true);
            thread.start();
        } else if (deadline.end() - wakesAt < 0) {
            notifyAll();
        }
    }

    synchronized void remove(Deadline deadline) {
        running.remove(deadline);
    }

    private void run() {
        try {
            for (List<Deadline> over = next(); !over.isEmpty(); over = next()) {
                over.forEach(Deadline::expire);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until at least one is over; empty when the watch was closed. */
    private synchronized List<Deadline> next() throws InterruptedException {
        List<Deadline> over = new ArrayList<>();
        while (!closed) {
            long now = System.nanoTime();
            long rest = Long.MAX_VALUE;
            for (Deadline deadline : running) {
                rest = Math.min(rest, deadline.end() - now);
                if (deadline.end() - now <= 0) {
                    over.add(deadline);
                }
            }
            if (!over.isEmpty()) {
                over.forEach(running::remove);
                return over;
            }
            long millis = Math.min(rest / 1_000_000 + 1, 3_600_000);
            wakesAt = now + millis * 1_000_000;
            wait(millis);
        }
        return List.of();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
