package dev.multiarch.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.HttpsURLConnection;

/**
 * One HTTP/1.1 exchange, bounded in bytes and in time. HttpURLConnection, as java.net.http costs 400 ms more at start and
 * sends {@code Upgrade: h2c}; connections are kept alive, redirects and authentication are not its business here.
 */
final class Transport implements AutoCloseable {
    /** Enough for any error or token; what a server says beyond that is not read. */
    static final int ERROR_LIMIT = 64 << 10;

    /** Bytes a second that a layer must come at. */
    private static final int SLOWEST = 128 << 10;

    private final RegistrySettings.Patience patience;
    private final Trust trust;
    private final Optional<Proxies> proxies;
    private final Budget budget;
    private final Timer watch = new Timer("registry-watch", true);

    Transport(RegistrySettings.Patience patience, Trust trust, Optional<Proxies> proxies, Budget budget) {
        this.patience = patience;
        this.trust = trust;
        this.proxies = proxies;
        this.budget = budget;
    }

    Answer send(Request request, URI uri, Optional<String> authorization) throws IOException {
        Duration limit = shorter(patience.exchange(), budget.left());
        Duration whole = request.stream().map(this::patience).orElse(limit);
        if (limit.isNegative() || limit.isZero()) {
            throw new SocketTimeoutException(
                    "the command's " + budget.whole().toSeconds() + " s for registries are used up");
        }
        HttpURLConnection connection = open(request, uri, authorization, limit);
        AtomicBoolean expired = new AtomicBoolean();
        TimerTask end = expiry(connection, expired);
        watch.schedule(end, whole.toMillis() + 1);
        boolean streams = false;
        try {
            Answer answer = exchange(request, uri, connection, expired, end);
            streams = answer.stream().isPresent();
            return answer;
        } catch (ConnectException e) {
            throw proxies.isPresent() ? proxies.get().named(uri, e) : e;
        } catch (IOException | RuntimeException e) { // a connection that is closed while it parses may trip over null
            connection.disconnect();
            if (expired.get()) {
                throw new SocketTimeoutException("no whole answer within " + limit.toMillis() + " ms");
            }
            throw e;
        } finally {
            if (!streams) {
                end.cancel();
            }
        }
    }

    /** As long as any exchange, and as long again as a slow line needs for so many bytes. */
    private Duration patience(Request.Stream stream) {
        return patience.exchange().plusSeconds((stream.size() - stream.from()) / SLOWEST);
    }

    private HttpURLConnection open(Request request, URI uri, Optional<String> authorization, Duration limit)
            throws IOException {
        if (uri.getScheme().equals("https")) {
            Trust.replaceDefault();
        }
        var connection = (HttpURLConnection)
                (proxies.isPresent() ? proxies.get().open(uri) : uri.toURL().openConnection());
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(trust.socketsFor(uri.getRawAuthority()));
        }
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(millis(shorter(patience.connect(), limit)));
        connection.setReadTimeout(millis(shorter(patience.read(), limit)));
        connection.setRequestMethod(request.method());
        connection.setRequestProperty("Accept", request.accept());
        connection.setRequestProperty("User-Agent", "multiarch-action");
        request.stream()
                .filter(stream -> stream.from() > 0)
                .ifPresent(stream -> connection.setRequestProperty("Range", "bytes=" + stream.from() + "-"));
        authorization.ifPresent(value -> connection.setRequestProperty("Authorization", value));
        return connection;
    }

    private static Answer exchange(
            Request request, URI uri, HttpURLConnection connection, AtomicBoolean expired, TimerTask end)
            throws IOException {
        if (request.body().isPresent()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", request.body().get().mediaType());
            connection.getOutputStream().write(request.body().get().bytes());
        }
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("Invalid Http response");
        }
        if (request.stream().isPresent() && status < 300) {
            var body = new Streamed(connection, expired, end);
            Map<String, List<String>> headers = connection.getHeaderFields();
            return new Answer(Hosts.origin(uri), status, headers, new byte[0], false, 1, Optional.of(body));
        }
        int limit = status < 300 ? request.limit() : ERROR_LIMIT;
        byte[] body = new byte[0];
        boolean more = false;
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (in != null && !request.method().equals("HEAD")) {
                body = read(in, limit, expired);
                more = in.read() >= 0;
                requireWhole(body, more, connection.getContentLengthLong());
            }
            if (more) {
                connection.disconnect(); // closing would read on for a while, to keep the connection
            }
        }
        return new Answer(Hosts.origin(uri), status, connection.getHeaderFields(), body, more, 1, Optional.empty());
    }

    /** HttpURLConnection takes a connection that ends too early for the end of the body. */
    private static void requireWhole(byte[] body, boolean more, long promised) throws IOException {
        if (!more && body.length < promised) {
            throw new IOException("the answer ended after " + body.length + " of " + promised + " bytes");
        }
    }

    private static byte[] read(InputStream in, int limit, AtomicBoolean expired) throws IOException {
        var bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 << 10];
        int count;
        while (bytes.size() < limit
                && !expired.get()
                && (count = in.read(buffer, 0, Math.min(buffer.length, limit - bytes.size()))) >= 0) {
            bytes.write(buffer, 0, count);
        }
        if (expired.get()) {
            throw new IOException("expired");
        }
        return bytes.toByteArray();
    }

    private static TimerTask expiry(HttpURLConnection connection, AtomicBoolean expired) {
        return new TimerTask() {
            @Override
            public void run() {
                expired.set(true);
                connection.disconnect();
            }
        };
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }

    @Override
    public void close() {
        watch.cancel();
    }
}
