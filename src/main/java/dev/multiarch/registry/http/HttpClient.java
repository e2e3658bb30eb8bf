package dev.multiarch.registry.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Sends requests, one at a time over each connection, and keeps connections for the next ones. It follows no redirects,
 * answers no challenges and asks for no compression. Many threads may use it at once; a slow server holds up nobody but
 * who asked it.
 *
 * <p>A kept connection that the server has closed is replaced once, without a word. A request that writes is sent again
 * only if it can't have arrived.
 */
public final class HttpClient implements AutoCloseable {
    private final Watchdog watch = new Watchdog();
    private final Pool pool;
    private final Connector dialler;

    /** @param proxies says which proxy an address is asked through; empty for none */
    public HttpClient(Tls.Sockets tls, Function<URI, Optional<HttpProxy>> proxies) {
        this(tls, proxies, System::nanoTime);
    }

    /** @param nanoTime of the pool alone */
    HttpClient(Tls.Sockets tls, Function<URI, Optional<HttpProxy>> proxies, LongSupplier nanoTime) {
        this.dialler = new Connector(tls, proxies);
        this.pool = new Pool(nanoTime);
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
            Head head = answer(connection, request);
            Content content = connection.content(request.method(), head);
            var body = new HttpBody(content, connection, pool, deadline);
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

    /** Closes the connections that are kept. */
    @Override
    public void close() {
        pool.close();
        watch.close();
    }
}
