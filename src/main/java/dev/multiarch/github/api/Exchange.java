package dev.multiarch.github.api;

import dev.multiarch.github.Api;
import dev.multiarch.github.ApiException;
import dev.multiarch.github.ApiException.Kind;
import dev.multiarch.registry.http.HttpBody;
import dev.multiarch.registry.http.HttpClient;
import dev.multiarch.registry.http.HttpRequest;
import dev.multiarch.registry.http.HttpResponse;
import dev.multiarch.registry.http.MalformedResponse;
import dev.multiarch.registry.http.TimeLimits;
import dev.multiarch.registry.request.Proxies;
import dev.multiarch.registry.settings.Hosts;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.registry.tls.Trust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * One exchange with GitHub's API, bounded in bytes and in time. It hands the library nothing but answers of success in
 * JSON: whatever else comes back is an {@link ApiException}, so the library has nothing to retry and nothing to wait for.
 */
final class Exchange implements GitHubConnector, AutoCloseable {
    /** A page of a hundred comments, each of 65,536 characters, fits. */
    private static final int LARGEST = 16 << 20;

    private static final TimeLimits LIMITS =
            new TimeLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1));

    /** Of the library's own: the client sets these itself, or asks for no compression. */
    private static final Set<String> OURS = Set.of("accept-encoding", "host", "content-length", "user-agent");

    /** All requests of one call, with the pauses between them: an API that answers slowly must not keep a job for hours. */
    private static final Duration IN_ALL = Duration.ofMinutes(5);

    private final URI origin;
    private final HttpClient client;
    private final long end = System.nanoTime() + IN_ALL.toNanos();

    Exchange(Api.Settings settings) {
        this.origin = Hosts.origin(settings.endpoint());
        RegistrySettings network = RegistrySettings.of(settings.environment(), Set.of());
        Trust trust = Trust.of(network);
        Optional<Proxies> proxies =
                network.namesProxy() ? Optional.of(new Proxies(settings.environment())) : Optional.empty();
        this.client = new HttpClient(trust, uri -> proxies.flatMap(all -> all.of(uri)));
    }

    @Override
    public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
        URI uri = uri(request);
        if (System.nanoTime() - end > 0) {
            throw new ApiException(
                    Kind.UNREADABLE, "GitHub's API took longer than " + IN_ALL.toMinutes() + " minutes in all");
        }
        HttpRequest sent = new HttpRequest(request.method(), uri, headers(request), body(request));
        try {
            HttpResponse answer = client.send(sent, LIMITS);
            try (HttpBody body = answer.body()) {
                byte[] bytes = body.readNBytes(LARGEST);
                boolean more = bytes.length == LARGEST && body.read() >= 0;
                new ApiResponse(request.method(), uri, answer.status(), answer.headers(), bytes, more).requireSuccess();
                return new Read(request, answer, bytes);
            }
        } catch (ApiException e) {
            throw e;
        } catch (MalformedResponse e) {
            throw new ApiException(Kind.UNREADABLE, ApiResponse.asked(request.method(), uri) + ": " + e.getMessage());
        } catch (IOException e) {
            throw new ApiException(Kind.BROKEN, ApiResponse.asked(request.method(), uri) + ": " + reason(e));
        }
    }

    /** Answers name addresses of further ones, and the token goes to none but GitHub's. */
    private URI uri(GitHubConnectorRequest request) throws ApiException {
        try {
            URI uri = request.url().toURI();
            if (Hosts.origin(uri).equals(origin)) {
                return uri;
            }
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            // said below, without its text
        }
        throw new ApiException(Kind.UNREADABLE, "an answer redirects away from " + origin + ", and it is not followed");
    }

    private static Map<String, String> headers(GitHubConnectorRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "multiarch-action");
        request.allHeaders().forEach((name, values) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT)) && !values.isEmpty()) {
                headers.put(name, values.get(0));
            }
        });
        return headers;
    }

    private static Optional<byte[]> body(GitHubConnectorRequest request) throws IOException {
        if (!request.hasBody()) {
            return Optional.empty();
        }
        try (InputStream body = request.body()) {
            return Optional.of(body.readAllBytes());
        }
    }

    private static String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "the host " + e.getMessage() + " is unknown";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void close() {
        client.close();
    }

    private static final class Read extends GitHubConnectorResponse.ByteArrayResponse {
        private final byte[] bytes;

        Read(GitHubConnectorRequest request, HttpResponse answer, byte[] bytes) {
            super(request, answer.status(), plain(answer.headers()));
            this.bytes = bytes;
        }

        private static Map<String, List<String>> plain(Map<String, List<String>> headers) {
            return new LinkedHashMap<>(headers);
        }

        @Override
        protected InputStream rawBodyStream() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
