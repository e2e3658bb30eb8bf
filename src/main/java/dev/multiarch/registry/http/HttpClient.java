package dev.multiarch.registry.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Sends requests, and keeps connections for the next ones: one at a time over each, but for those that may go out behind
 * others ({@link HttpRequest#shares}) where that spares more than it costs. It follows no redirects,
 * answers no challenges and asks for no compression. Many threads may use it at once; a slow server holds up nobody but
 * who asked it.
 *
 * <p>A kept connection that the server has closed is replaced once, without a word. A request that writes is sent again
 * only if it can't have arrived.
 */
public final class HttpClient implements AutoCloseable {
    private final Watchdog watch = new Watchdog();
    private final Pool pool;
    private final Lines lines;
    private final Connector dialler;

    /** @param proxies says which proxy an address is asked through; empty for none */
    public HttpClient(Tls.Contexts tls, Function<URI, Optional<HttpProxy>> proxies) {
        this(tls, proxies, System::nanoTime);
    }

    /** @param nanoTime of the pool alone */
    HttpClient(Tls.Contexts tls, Function<URI, Optional<HttpProxy>> proxies, LongSupplier nanoTime) {
        this(tls, proxies, new Pool(nanoTime));
    }

    private HttpClient(Tls.Contexts tls, Function<URI, Optional<HttpProxy>> proxies, Pool pool) {
        this(tls, proxies, pool, new Lines(pool));
    }

    /** @param lines of this pool */
    HttpClient(Tls.Contexts tls, Function<URI, Optional<HttpProxy>> proxies, Pool pool, Lines lines) {
        this.pool = pool;
        this.lines = lines;
        this.dialler = new Connector(tls, proxies, lines);
    }

    /**
     * @return the answer, of any status; its body has to be closed
     * @throws MalformedResponse if the answer breaks the rules of HTTP, or a limit
     * @throws ProxyFailed if a proxy opens no tunnel
     * @throws java.net.SocketTimeoutException if a time limit was reached
     * @throws IOException if the connection can't be made, or breaks
     */
    public HttpResponse send(HttpRequest request, TimeLimits limits) throws IOException {
        Deadline deadline = watch.start(limits.whole());
        HttpResponse answer = null;
        try {
            answer = exchange(request, limits, deadline);
            return answer;
        } catch (IOException e) {
            throw deadline.explain(e);
        } catch (RuntimeException e) { // TLS of the JDK may trip over what a server sends, or over a closed socket
            throw deadline.explain(new IOException("the exchange failed: " + e, e));
        } finally {
            if (answer == null) {
                deadline.end(false);
            }
        }
    }

    private HttpResponse exchange(HttpRequest request, TimeLimits limits, Deadline deadline) throws IOException {
        Optional<Line.Place> place = request.shares() ? lines.join(request) : Optional.empty();
        if (place.isPresent()) {
            Optional<HttpResponse> answer = behindOthers(place.get(), request, limits, deadline);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return alone(request, limits, deadline);
    }

    /** Empty where it has to be sent again, over a separate connection. */
    private Optional<HttpResponse> behindOthers(
            Line.Place place, HttpRequest request, TimeLimits limits, Deadline deadline) throws IOException {
        Connection connection = place.connection();
        boolean waited = true;
        boolean done = false;
        try {
            waited = place.await(deadline);
            boolean hurried = waited && place.patience().compareTo(limits.read()) < 0;
            connection.listen(deadline, hurried ? place.patience() : limits.read());
            Head head = connection.read();
            connection.patience(limits.read());
            place.answered();
            var body = new HttpBody(connection.content(request.method(), head), place, deadline);
            done = true;
            return Optional.of(new HttpResponse(head.status(), head.headers(), body));
        } catch (IOException e) {
            boolean slow = deadline.isExpired() || !waited && deadline.explain(e) instanceof SocketTimeoutException;
            if (slow || !place.isShared() && !connection.wasStale(request, e)) {
                throw e;
            }
            if (place.isShared()) {
                lines.refuse(request.origin());
            }
            return Optional.empty();
        } finally {
            if (!done) {
                place.end(false);
            }
        }
    }

    /** Nobody else has this connection. */
    private record Alone(Pool pool, Connection connection) implements HttpBody.Lease {
        @Override
        public void end(boolean usable) {
            pool.giveBack(connection, usable);
        }
    }

    private HttpResponse alone(HttpRequest request, TimeLimits limits, Deadline deadline) throws IOException {
        Optional<Connection> kept = pool.take(request);
        if (kept.isPresent()) {
            try {
                return over(kept.get(), request, limits, deadline);
            } catch (IOException e) {
                boolean slow = deadline.explain(e) instanceof SocketTimeoutException;
                if (slow || !kept.get().wasStale(request, e)) {
                    throw e;
                }
            }
        }
        return over(dialler.open(request, limits, deadline), request, limits, deadline);
    }

    private HttpResponse over(Connection connection, HttpRequest request, TimeLimits limits, Deadline deadline)
            throws IOException {
        boolean done = false;
        try {
            connection.begin(deadline, limits.read());
            long sent = System.nanoTime();
            Head head = answer(connection, request);
            if (request.isRepeatable()) {
                lines.answered(connection.origin(), System.nanoTime() - sent);
            }
            Content content = connection.content(request.method(), head);
            var body = new HttpBody(content, new Alone(pool, connection), deadline);
            done = true;
            return new HttpResponse(head.status(), head.headers(), body);
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    /** A server may refuse a request before it has read all of it, and then close the connection. */
    private static Head answer(Connection connection, HttpRequest request) throws IOException {
        try {
            connection.write(request);
        } catch (HttpUpload.Unreadable noBody) {
            throw noBody; // the server waits for the rest of it, and answers nothing
        } catch (IOException unwritten) {
            try {
                return connection.read();
            } catch (IOException unread) {
                unwritten.addSuppressed(unread);
                throw unwritten;
            }
        }
        return connection.read();
    }

    /** Whether requests to this address may go out behind others, as far as it is known. */
    public boolean mayShare(URI uri) {
        return lines.mayShare(HttpRequest.origin(uri));
    }

    /** Whether some did: then an answer may be one to another of them. */
    public boolean hasShared(URI uri) {
        return lines.hasShared(HttpRequest.origin(uri));
    }

    /** From now on each request to this address has a separate connection. */
    public void refuseSharing(URI uri) {
        lines.refuse(HttpRequest.origin(uri));
    }

    /** Closes the connections that are kept. */
    @Override
    public void close() {
        pool.close();
        watch.close();
    }
}
