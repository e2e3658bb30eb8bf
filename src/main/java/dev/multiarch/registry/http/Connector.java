package dev.multiarch.registry.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Makes connections: name, address, tunnel, TLS. */
final class Connector {
    private static final int MOST_ADDRESSES = 8;

    private final Rehearsal tls;
    private final Function<URI, Optional<HttpProxy>> proxies;
    private final Lines lines;
    private final KeyGroups groups = new KeyGroups();

    /**
     * @param began in System.nanoTime
     * @param nanos that the other side took to answer
     */
    private record Reached(Socket socket, long began, long nanos) {}

    /** @param lines get to know what connections cost */
    Connector(Tls.Contexts tls, Function<URI, Optional<HttpProxy>> proxies, Lines lines) {
        this.tls = new Rehearsal(tls);
        this.proxies = proxies;
        this.lines = lines;
    }

    Connection open(HttpRequest request, TimeLimits limits, Deadline deadline) throws IOException {
        boolean narrow = request.isSecure() && groups.narrow(request.origin());
        try {
            return connected(request, limits, deadline, narrow);
        } catch (SSLException refused) {
            if (!narrow || !groups.widen(request.origin(), refused)) {
                throw refused;
            }
            return connected(request, limits, deadline, false);
        }
    }

    /** @param narrow names one group in the handshake */
    private Connection connected(HttpRequest request, TimeLimits limits, Deadline deadline, boolean narrow)
            throws IOException {
        URI uri = request.uri();
        Future<SSLContext> context = request.isSecure() ? tls.context(uri.getRawAuthority()) : null;
        Optional<HttpProxy> proxy = proxies.apply(uri);
        Reached reached = proxy.isPresent()
                ? toProxy(proxy.get(), limits, deadline)
                : connect(uri.getHost(), HttpRequest.port(uri), limits, deadline);
        Socket raw = reached.socket();
        boolean done = false;
        try {
            Socket top = raw;
            if (request.isSecure()) {
                raw.setSoTimeout(TimeLimits.millis(limits.read()));
                if (proxy.isPresent()) {
                    tunnel(raw, uri, proxy.get());
                }
                top = Tls.over(
                        raw, Rehearsal.result(context), NameLookup.bare(uri.getHost()), HttpRequest.port(uri), narrow);
            }
            var connection = new Connection(request.origin(), raw, top, request.isSecure() ? Optional.empty() : proxy);
            lines.opened(connection, reached.nanos(), System.nanoTime() - reached.began());
            done = true;
            return connection;
        } finally {
            if (!done) {
                Deadline.closeQuietly(raw);
            }
        }
    }

    private static Reached toProxy(HttpProxy proxy, TimeLimits limits, Deadline deadline) throws IOException {
        try {
            return connect(proxy.host(), proxy.port(), limits, deadline);
        } catch (ConnectException e) {
            var named = new ConnectException("the proxy " + proxy.name() + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    /** One address after the other, as a host may have one that cannot be reached from here. */
    private static Reached connect(String host, int port, TimeLimits limits, Deadline deadline) throws IOException {
        List<InetAddress> addresses = NameLookup.resolve(host, deadline.shorter(limits.connect()));
        IOException first = null;
        for (InetAddress address : addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()))) {
            var socket = new Socket(Proxy.NO_PROXY);
            try {
                deadline.guard(socket);
                socket.setTcpNoDelay(true);
                long began = System.nanoTime();
                socket.connect(
                        new InetSocketAddress(address, port), TimeLimits.millis(deadline.shorter(limits.connect())));
                return new Reached(socket, began, System.nanoTime() - began);
            } catch (IOException e) {
                Deadline.closeQuietly(socket);
                first = first == null ? e : first;
                if (deadline.isExpired()) {
                    break;
                }
            }
        }
        throw first == null ? new ConnectException(host + " has no address") : first;
    }

    private static void tunnel(Socket raw, URI uri, HttpProxy proxy) throws IOException {
        String target = uri.getHost() + ":" + HttpRequest.port(uri);
        var head = new StringBuilder("CONNECT ").append(target).append(" HTTP/1.1\r\n");
        HttpRequest.add(head, "Host", target);
        proxy.authorization().ifPresent(value -> HttpRequest.add(head, "Proxy-Authorization", value));
        try {
            raw.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            var in = new ConnectionInput(raw.getInputStream());
            int status = Head.read(in).status();
            if (status >= 300) {
                throw new ProxyFailed(status, "the proxy " + proxy.name() + " answers " + status, null);
            }
            if (!in.isEmpty()) {
                throw MalformedResponse.because("it sends bytes before TLS has begun");
            }
        } catch (ProxyFailed e) {
            throw e;
        } catch (SocketTimeoutException e) {
            var named = new SocketTimeoutException("the proxy " + proxy.name() + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        } catch (IOException e) {
            throw new ProxyFailed(0, "the proxy " + proxy.name() + ": " + e.getMessage(), e);
        }
    }
}
