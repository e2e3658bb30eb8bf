package dev.multiarch.registry.request;

import dev.multiarch.registry.http.HttpProxy;
import dev.multiarch.registry.settings.Credential;
import dev.multiarch.registry.settings.Hosts;
import dev.multiarch.text.FormatException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that the environment names, as Go's tools read it (golang.org/x/net/http/httpproxy): {@code HTTPS_PROXY} and
 * {@code HTTP_PROXY} for one scheme each, {@code NO_PROXY} for exceptions, the same in lower case where those are absent.
 * Loopback hosts are never asked through a proxy. TLS goes through as a tunnel, so a proxy sees no credential but its own.
 */
public final class Proxies {
    private static final int USUAL_PORT = 80;

    private final Map<String, String> environment;
    private final Optional<HttpProxy> http;
    private final Optional<HttpProxy> https;
    private final NoProxy exceptions;

    /** @throws FormatException if a variable holds no proxy's address */
    public Proxies(Map<String, String> environment) {
        this.environment = environment;
        this.http = server("HTTP_PROXY");
        this.https = server("HTTPS_PROXY");
        this.exceptions = NoProxy.parse(value("NO_PROXY"));
    }

    /** Empty where the address is asked directly. */
    public Optional<HttpProxy> of(URI uri) {
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        Optional<HttpProxy> server = secure ? https : http;
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        return server.filter(any -> !Hosts.isLoopback(uri.getHost()) && !exceptions.cover(uri.getHost(), port));
    }

    private String value(String name) {
        String upper = environment.getOrDefault(name, "");
        return upper.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
    }

    private Optional<HttpProxy> server(String name) {
        String value = value(name).strip();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(value.contains("://") ? value : "http://" + value);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http")) {
                throw new FormatException(name + " names a proxy of the kind " + Response.oneLine(scheme)
                        + ", expected http://HOST:PORT");
            }
            if (uri.getHost() == null || uri.getPort() > 65535) {
                throw new URISyntaxException("", "no host");
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : USUAL_PORT;
            String host = uri.getHost().replace("[", "").replace("]", "");
            return Optional.of(new HttpProxy(
                    host, port, Optional.ofNullable(uri.getRawUserInfo()).map(Proxies::basic)));
        } catch (FormatException other) {
            throw other;
        } catch (URISyntaxException | IllegalArgumentException malformed) { // its message would quote the password
            throw new FormatException(name + " is not a proxy's address, expected http://HOST:PORT");
        }
    }

    private static String basic(String rawUser) {
        int colon = rawUser.indexOf(':');
        String user = decode(colon < 0 ? rawUser : rawUser.substring(0, colon));
        return new Credential(user, decode(colon < 0 ? "" : rawUser.substring(colon + 1)), "").basic();
    }

    private static String decode(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
