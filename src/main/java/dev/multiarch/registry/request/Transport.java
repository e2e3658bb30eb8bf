package dev.multiarch.registry.request;

import dev.multiarch.registry.http.HttpBody;
import dev.multiarch.registry.http.HttpClient;
import dev.multiarch.registry.http.HttpRequest;
import dev.multiarch.registry.http.HttpResponse;
import dev.multiarch.registry.http.HttpUpload;
import dev.multiarch.registry.http.TimeLimits;
import dev.multiarch.registry.settings.Hosts;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.registry.tls.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP exchange, bounded in bytes and in time. Redirects and authentication are not its business; the client is our
 * own, as java.net.http costs 400 ms more at start and HttpURLConnection can't be stopped while it reads.
 */
public final class Transport implements AutoCloseable {
    /** Enough for any error or token; what a server says beyond that is not read. */
    public static final int ERROR_LIMIT = 64 << 10;

    private final RegistrySettings.Patience patience;
    private final Budget budget;
    private final HttpClient client;

    public Transport(RegistrySettings.Patience patience, Trust trust, Optional<Proxies> proxies, Budget budget) {
        this(patience, budget, new HttpClient(trust, uri -> proxies.flatMap(all -> all.of(uri))));
    }

    Transport(RegistrySettings.Patience patience, Budget budget, HttpClient client) {
        this.patience = patience;
        this.budget = budget;
        this.client = client;
    }

    /**
     * @param shares whether it may go out behind others; then the caller holds the answer against what it has to be, or
     *     decides nothing by it
     */
    Response send(Request request, URI uri, Optional<String> authorization, boolean shares) throws IOException {
        Duration limit = limit();
        HttpResponse answer = client.send(
                new HttpRequest(
                        request.method(),
                        uri,
                        headers(request, authorization),
                        request.body().map(Request.Body::bytes),
                        request.body().flatMap(Request.Body::stream).map(this::upload),
                        shares),
                // A registry may look at the whole of what it got before it answers.
                new TimeLimits(
                        patience.connect(), request.isStreamed() ? patience.exchange() : patience.read(), limit));
        if (request.stream().isPresent() && answer.status() < 300) {
            var body = new PacedBody(answer.body(), patience.exchange(), budget);
            return answer(uri, answer, new byte[0], false, Optional.of(body));
        }
        try (HttpBody body = answer.body()) {
            byte[] bytes = body.readNBytes(answer.status() < 300 ? request.limit() : ERROR_LIMIT);
            return answer(uri, answer, bytes, body.read() >= 0, Optional.empty());
        }
    }

    /** Whether a request to this address may go out behind others. */
    boolean mayShare(URI uri) {
        return client.mayShare(uri);
    }

    /** Whether one did. */
    boolean hasShared(URI uri) {
        return client.hasShared(uri);
    }

    /** From now on none may. */
    void refuseSharing(URI uri) {
        client.refuseSharing(uri);
    }

    private HttpUpload upload(Request.Streamed body) {
        return new HttpUpload(
                body.size(),
                body.opening(),
                sent -> PacedBody.pace(patience.exchange(), sent).plus(patience.exchange()),
                patience.exchange());
    }

    /** How long a name may be looked up. */
    Duration connect() {
        return patience.connect();
    }

    private Duration limit() throws SocketTimeoutException {
        Duration left = budget.left();
        if (left.isNegative() || left.isZero()) {
            throw new SocketTimeoutException(
                    "the command's " + budget.whole().toSeconds() + " s for registries are used up");
        }
        return patience.exchange().compareTo(left) < 0 ? patience.exchange() : left;
    }

    private static Map<String, String> headers(Request request, Optional<String> authorization) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "multiarch-action");
        headers.put("Accept", request.accept());
        request.stream().flatMap(Request.Stream::range).ifPresent(range -> headers.put("Range", range));
        authorization.ifPresent(value -> headers.put("Authorization", value));
        request.body().ifPresent(body -> headers.put("Content-Type", body.mediaType()));
        return headers;
    }

    private static Response answer(
            URI uri, HttpResponse answer, byte[] bytes, boolean more, Optional<InputStream> stream) {
        return new Response(Hosts.origin(uri), answer.status(), answer.headers(), bytes, more, 1, stream);
    }

    @Override
    public void close() {
        client.close();
    }
}
