package dev.multiarch.registry.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param uri http or https, with a host
 * @param headers without {@code Host} and {@code Content-Length}, which come by themselves
 * @param body held in memory, so that it can be sent again
 * @param upload a body that is not held in memory, in place of the other
 * @param shares whether it may go out behind others that were not answered yet: it reads, its answer is short and read at
 *     once, and who asks sees whether it is the right one
 */
public record HttpRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        Optional<byte[]> body,
        Optional<HttpUpload> upload,
        boolean shares) {
    static final int HTTP_PORT = 80;
    static final int HTTPS_PORT = 443;

    public HttpRequest {
        if (shares && !(method.equals("GET") || method.equals("HEAD"))) {
            throw new IllegalArgumentException(method + " must not go out behind others");
        }
    }

    public HttpRequest(String method, URI uri, Map<String, String> headers, Optional<byte[]> body) {
        this(method, uri, headers, body, Optional.empty(), false);
    }

    boolean isSecure() {
        return isSecure(uri);
    }

    static boolean isSecure(URI uri) {
        return uri.getScheme().equalsIgnoreCase("https");
    }

    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? HTTPS_PORT : HTTP_PORT;
    }

    /** Requests of one origin may share a connection. */
    String origin() {
        return origin(uri);
    }

    static String origin(URI uri) {
        return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    }

    /** Whether the server does no harm if it gets it twice (RFC 9110, 9.2.2); of PUT we can't be sure. */
    boolean isRepeatable() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /**
     * The request line and the headers, as they are sent (RFC 9112, 3).
     *
     * @param proxy that gets the request in place of its server; empty where it goes to the server or through a tunnel
     */
    byte[] head(Optional<HttpProxy> proxy) {
        var head = new StringBuilder(method).append(' ');
        if (proxy.isPresent()) {
            head.append("http://").append(host());
        }
        head.append(target()).append(" HTTP/1.1\r\n");
        add(head, "Host", host());
        proxy.flatMap(HttpProxy::authorization).ifPresent(value -> add(head, "Proxy-Authorization", value));
        headers.forEach((name, value) -> add(head, name, value));
        if (body.isPresent() || !isRepeatable()) {
            add(head, "Content-Length", Long.toString(size()));
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private long size() {
        return upload.isPresent()
                ? upload.get().size()
                : body.map(b -> b.length).orElse(0);
    }

    private String host() {
        boolean usual = port(uri) == (isSecure() ? HTTPS_PORT : HTTP_PORT);
        return usual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private String target() {
        URI ascii = isAscii(uri.toString()) ? uri : URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** A line break in a value would begin a header of somebody else's choice. */
    static void add(StringBuilder head, String name, String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c <= 0xff && c != 0x7f)) {
            throw new IllegalArgumentException("the header " + name + " can't carry this value");
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
