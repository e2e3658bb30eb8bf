package dev.multiarch.registry.request;

import dev.multiarch.image.Digest;
import dev.multiarch.registry.http.MalformedResponse;
import dev.multiarch.registry.http.TruncatedResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Lets requests for documents whose digest is known go out behind others, as their answers prove themselves. Where one
 * does not, the server or a proxy may have mixed up answers, or dislike to be asked in this way: it is asked once more, over
 * a separate connection, and so is all that follows.
 */
record Proven(Transport transport, Redirects redirects) {
    private static final String MANIFESTS = "/manifests/";
    private static final String BLOBS = "/blobs/";
    private static final String DIGEST = "Docker-Content-Digest";

    Response send(Request request, URI uri, Optional<String> authorization) throws IOException {
        Optional<Digest> promised = promised(request);
        if (promised.isEmpty() || !transport.mayShare(uri)) {
            return redirects.send(request, uri, authorization, false);
        }
        try {
            Response answer = redirects.send(request, uri, authorization, true);
            if (!transport.hasShared(uri) || answer.proves(promised.get(), request.method())) {
                return answer;
            }
            if (Retry.isTemporary(answer)) { // which is asked again after a pause
                transport.refuseSharing(uri);
                return answer;
            }
            if (request.named().isPresent()) {
                return named(request, uri, authorization, answer);
            }
            transport.refuseSharing(uri);
        } catch (TruncatedResponse | MalformedResponse | RefusedException e) {
            if (!transport.hasShared(uri)) {
                throw e;
            }
            transport.refuseSharing(uri);
        }
        return redirects.send(request, uri, authorization, false);
    }

    /** A tag may have moved, or a registry names no digests: that is nothing against the server, if it says the same again. */
    private Response named(Request request, URI uri, Optional<String> authorization, Response shared)
            throws IOException {
        Response alone = redirects.send(request, uri, authorization, false);
        if (alone.status() != shared.status() || !alone.header(DIGEST).equals(shared.header(DIGEST))) {
            transport.refuseSharing(uri);
        }
        return alone;
    }

    /** What a short answer has to be, or to speak of: a manifest or a blob that is named by its digest, or is expected. */
    private static Optional<Digest> promised(Request request) {
        if (request.named().isPresent()) {
            return request.named();
        }
        String path = request.path();
        int name = path.lastIndexOf('/') + 1;
        boolean document =
                path.startsWith(MANIFESTS, name - MANIFESTS.length()) || path.startsWith(BLOBS, name - BLOBS.length());
        return !request.writes() && request.stream().isEmpty() && document && path.indexOf(':', name) > 0
                ? Optional.of(Digest.parse(path.substring(name)))
                : Optional.empty();
    }
}
