package dev.multiarch.registry.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests that go out one behind another over one connection, before those ahead are answered (RFC 9112, 9.3.2): far away
 * that spares turns, over TLS a handshake each. The answers come in the same order; each is read by who asked.
 *
 * <p>Where one of them does not come as it has to, those behind it are {@link Overtaken}, and nothing more is sent to that
 * server in this way.
 */
final class Lines {
    private static final int MOST_ORIGINS = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Whether to wait behind so many others. */
    interface Choice {
        boolean pays(Pace pace, int ahead);
    }

    private static final Choice MEASURED = new Choice() { // a lambda would be made at each start
                @Override
                public boolean pays(Pace pace, int ahead) {
                    return pace.paysToWait(ahead);
                }
            };

    /** What is known of one server. */
    static final class Server {
        private final Pace pace = new Pace();
        private final List<Line> busy = new ArrayList<>();
        private boolean shared;
        private boolean refuses;
    }

    private final Pool pool;
    private final Choice choice;
    private final Duration patience;
    private final Map<String, Server> servers = new HashMap<>();

    Lines(Pool pool) {
        this(pool, MEASURED, PATIENCE);
    }

    Lines(Pool pool, Choice choice, Duration patience) {
        this.pool = pool;
        this.choice = choice;
        this.patience = patience;
    }

    /** How long somebody waits for others before taking a way alone: far away, or over TLS, that costs more. */
    Duration patience(Server server) {
        return patience.plusNanos(server.pace.opening());
    }

    /** Sends it over a connection that waits, or behind others; empty where a new connection is better. */
    synchronized Optional<Line.Place> join(HttpRequest request) {
        Server server = servers.get(request.origin());
        if (server == null || server.refuses) {
            return Optional.empty();
        }
        if (!choice.pays(server.pace, 0)) {
            return Optional.empty();
        }
        Optional<Connection> idle = pool.take(request);
        if (idle.isPresent()) {
            var line = new Line(this, server, idle.get());
            server.busy.add(line);
            return first(server, line, idle.get(), request);
        }
        Line shortest = null;
        for (Line line : server.busy) {
            shortest = shortest == null || line.length() < shortest.length() ? line : shortest;
        }
        return shortest != null && choice.pays(server.pace, shortest.length())
                ? shortest.join(request)
                : Optional.empty();
    }

    private Optional<Line.Place> first(Server server, Line line, Connection connection, HttpRequest request) {
        try {
            return line.join(request);
        } catch (RuntimeException unfit) { // a header that can't be sent
            over(server, line, connection, false);
            throw unfit;
        }
    }

    /** @param connecting how long the first address took */
    synchronized void opened(Connection connection, long connecting, long whole) {
        Server server = servers.get(connection.origin());
        if (server == null && servers.size() < MOST_ORIGINS) {
            server = new Server();
            servers.put(connection.origin(), server);
        }
        if (server != null) {
            boolean free = connection.isLoopback() && !connection.origin().startsWith("https:");
            server.pace.opened(connecting, free ? 0 : whole);
        }
    }

    synchronized void answered(String origin, long nanos) {
        Server server = servers.get(origin);
        if (server != null) {
            server.pace.answered(nanos);
        }
    }

    /** Whether requests to this server may still share a connection. */
    synchronized boolean mayShare(String origin) {
        Server server = servers.get(origin);
        return server != null && !server.refuses;
    }

    /** Whether some did. */
    synchronized boolean hasShared(String origin) {
        Server server = servers.get(origin);
        return server != null && server.shared;
    }

    /** From now on each request to this server has a separate connection. */
    synchronized void refuse(String origin) {
        Server server = servers.get(origin);
        if (server != null) {
            server.refuses = true;
        }
    }

    void shared(Server server) {
        server.shared = true;
    }

    /** @param usable whether the connection can take the next request */
    void over(Server server, Line line, Connection connection, boolean usable) {
        server.busy.remove(line);
        pool.giveBack(connection, usable);
    }

    void followed(Server server, long nanos) {
        server.pace.followed(nanos);
    }
}
