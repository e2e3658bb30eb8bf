package dev.multiarch.registry;

import dev.multiarch.image.FormatException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The proxies that the environment names, as Go's tools read it (golang.org/x/net/http/httpproxy): {@code HTTPS_PROXY} and
 * {@code HTTP_PROXY} for one scheme each, {@code NO_PROXY} for exceptions, the same in lower case where those are absent.
 * Loopback hosts are never asked through a proxy. TLS goes through as a tunnel, so a proxy sees no credential but its own.
 */
final class Proxies {
    /**
     * @param login answers this proxy's challenges and nobody else's
     * @param name host and port, without the password
     */
    record Server(Proxy proxy, Optional<Authenticator> login, String name) {}

    private static final int USUAL_PORT = 80;

    private final Map<String, String> environment;
    private final Optional<Server> http;
    private final Optional<Server> https;
    private final NoProxy exceptions;

    /** @throws FormatException if a variable holds no proxy's address */
    Proxies(Map<String, String> environment) {
        this.environment = environment;
        this.http = server("HTTP_PROXY");
        this.https = server("HTTPS_PROXY");
        this.exceptions = NoProxy.parse(value("NO_PROXY"));
    }

    /** Empty where the address is asked directly. */
    Optional<Server> of(URI uri) {
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        Optional<Server> server = secure ? https : http;
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        return server.filter(any -> !Hosts.isLoopback(uri.getHost()) && !exceptions.cover(uri.getHost(), port));
    }

    URLConnection open(URI uri) throws IOException {
        Optional<Server> server = of(uri);
        if (server.isEmpty()) {
            return uri.toURL().openConnection();
        }
        URLConnection connection = uri.toURL().openConnection(server.get().proxy());
        server.get().login().ifPresent(((HttpURLConnection) connection)::setAuthenticator);
        return connection;
    }

    /** The same failure, which says where it was the proxy that could not be reached. */
    ConnectException named(URI uri, ConnectException failure) {
        return of(uri).map(server -> new ConnectException("the proxy " + server.name() + ": " + failure.getMessage()))
                .orElse(failure);
    }

    private String value(String name) {
        String upper = environment.getOrDefault(name, "");
        return upper.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
    }

    private Optional<Server> server(String name) {
        String value = value(name).strip();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(value.contains("://") ? value : "http://" + value);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http")) {
                throw new FormatException(
                        name + " names a proxy of the kind " + Answer.oneLine(scheme) + ", expected http://HOST:PORT");
            }
            if (uri.getHost() == null || uri.getPort() > 65535) {
                throw new URISyntaxException("", "no host");
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : USUAL_PORT;
            var address = new InetSocketAddress(uri.getHost().replaceAll("[\\[\\]]", ""), port);
            Optional<Authenticator> login =
                    Optional.ofNullable(uri.getRawUserInfo()).map(user -> Login.of(user, address));
            return Optional.of(new Server(new Proxy(Proxy.Type.HTTP, address), login, uri.getHost() + ":" + port));
        } catch (FormatException other) {
            throw other;
        } catch (URISyntaxException | IllegalArgumentException malformed) { // its message would quote the password
            throw new FormatException(name + " is no proxy's address, expected http://HOST:PORT");
        }
    }

    /** Java asks it when the proxy answers 407, and keeps what was accepted. */
    private static final class Login extends Authenticator {
        /** Java keeps asking as long as it gets a password that is refused; several threads may ask for the first. */
        private static final int MOST_ANSWERS = 8;

        private final PasswordAuthentication password;
        private final InetSocketAddress address;
        private final AtomicInteger answers = new AtomicInteger();

        private Login(PasswordAuthentication password, InetSocketAddress address) {
            this.password = password;
            this.address = address;
        }

        static Login of(String rawUser, InetSocketAddress address) {
            // By default Java gives no proxy a password for a tunnel in clear; here the user has named both
            System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
            int colon = rawUser.indexOf(':');
            String user = decode(colon < 0 ? rawUser : rawUser.substring(0, colon));
            String secret = decode(colon < 0 ? "" : rawUser.substring(colon + 1));
            return new Login(new PasswordAuthentication(user, secret.toCharArray()), address);
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            boolean mine = getRequestorType() == RequestorType.PROXY
                    && getRequestingHost().equalsIgnoreCase(address.getHostString())
                    && getRequestingPort() == address.getPort();
            return mine && answers.incrementAndGet() <= MOST_ANSWERS ? password : null;
        }

        private static String decode(String raw) {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }
}
