package dev.multiarch.registry.request;

import dev.multiarch.registry.settings.Hosts;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Follows redirects (RFC 9110, 15.4): relative ones too, five at most, never from https to http, never to a link-local
 * address; not of requests that write. A credential stays behind at the first change of scheme, host or port and does not come back.
 */
record Redirects(Transport transport) {
    private static final int MOST = 5;
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    /** @param shares whether the first address may be asked behind other requests */
    Response send(Request request, URI start, Optional<String> authorization, boolean shares) throws IOException {
        URI uri = start;
        Optional<String> carried = authorization;
        for (int followed = 0; ; followed++) {
            Response answer = transport.send(request, uri, carried, shares && followed == 0);
            if (!STATUSES.contains(answer.status()) || request.writes()) {
                return answer;
            }
            if (followed == MOST) {
                throw new RefusedException("more than " + MOST + " redirects, the last from " + Hosts.origin(uri));
            }
            URI next = target(uri, answer);
            if (!Hosts.origin(next).equals(Hosts.origin(uri))) {
                carried = Optional.empty();
            }
            uri = next;
        }
    }

    private URI target(URI from, Response answer) throws RefusedException {
        String location = answer.header("Location")
                .orElseThrow(() -> new RefusedException("a redirect (" + answer.status() + ") without an address"));
        URI next;
        try {
            // java.net.URI resolves a query alone by RFC 2396, which drops the path's last segment; RFC 3986, 5.2.2
            // keeps it
            next = from.resolve(location.startsWith("?") ? from.getRawPath() + location : location);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("a redirect to a malformed address"); // which may hold a signature: not shown
        }
        if (!Hosts.isWeb(next)) {
            throw new RefusedException("a redirect to something that is not an http or https address");
        }
        if (from.getScheme().equalsIgnoreCase("https") && next.getScheme().equalsIgnoreCase("http")) {
            throw new RefusedException("a redirect from https to " + Hosts.origin(next));
        }
        if (Hosts.isMetadata(next.getHost(), transport.connect())) {
            throw new RefusedException("a redirect to the link-local address " + Hosts.origin(next));
        }
        return next;
    }
}
