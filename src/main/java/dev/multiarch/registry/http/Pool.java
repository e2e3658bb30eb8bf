package dev.multiarch.registry.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Connections that wait for their next request, the last used first. */
final class Pool implements AutoCloseable {
    private static final int MOST_EACH = 16;
    private static final int MOST_ORIGINS = 64;
    private static final Duration KEPT = Duration.ofSeconds(30);

    /** A request that can't be repeated goes over a connection that the server can hardly have closed yet. */
    private static final Duration KEPT_FOR_WRITES = Duration.ofSeconds(1);

    private record Idle(Connection connection, long since) {}

    private final Map<String, Deque<Idle>> idle = new HashMap<>();
    private final LongSupplier nanoTime;
    private boolean closed;

    Pool(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized Optional<Connection> take(HttpRequest request) {
        Deque<Idle> waiting = idle.getOrDefault(request.origin(), new ArrayDeque<>());
        Duration longest = request.isRepeatable() ? KEPT : KEPT_FOR_WRITES;
        while (!waiting.isEmpty()) {
            Idle last = waiting.removeLast();
            if (nanoTime.getAsLong() - last.since() <= longest.toNanos()
                    && last.connection().isQuiet()) {
                return Optional.of(last.connection());
            }
            last.connection().close();
        }
        return Optional.empty();
    }

    /** @param usable whether the server leaves it open */
    synchronized void giveBack(Connection connection, boolean usable) {
        boolean known = idle.containsKey(connection.origin());
        if (!usable || closed || !connection.isQuiet() || !known && idle.size() == MOST_ORIGINS) {
            connection.close();
            return;
        }
        Deque<Idle> waiting = idle.computeIfAbsent(connection.origin(), origin -> new ArrayDeque<>());
        waiting.addLast(new Idle(connection, nanoTime.getAsLong()));
        if (waiting.size() > MOST_EACH) {
            waiting.removeFirst().connection().close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.values()
                .forEach(waiting -> waiting.forEach(each -> each.connection().close()));
        idle.clear();
    }
}
