package dev.multiarch.registry.embedded;

import dev.multiarch.image.Digest;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blobs, whole or in part (RFC 9110, 14), and taken away again. */
final class Blobs {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    Response get(RoutedRequest call) throws IOException, ApiError {
        Digest digest = call.digest();
        Content blob = call.repository().blob(digest).orElseThrow(() -> unknown(digest));
        Response whole = Response.of(200)
                .with("Content-Type", "application/octet-stream")
                .with("Docker-Content-Digest", digest.toString())
                .with("Accept-Ranges", "bytes")
                .body(blob);
        Optional<Matcher> range = call.header("Range").map(RANGE::matcher).filter(Matcher::matches);
        return range.isEmpty()
                ? whole
                : part(whole, range.get().group(1), range.get().group(2));
    }

    /** {@code 5-9}, {@code 5-} and {@code -5}, the last five; of several ranges none is answered, as RFC 9110 allows. */
    private static Response part(Response whole, String first, String last) {
        long size = whole.body().size();
        if (first.isEmpty() && last.isEmpty()) {
            return whole;
        }
        long from = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
        long to = first.isEmpty() || last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last));
        if (from > to) {
            return ApiError.response(416, "BLOB_UNKNOWN", "the blob has " + size + " bytes")
                    .with("Content-Range", "bytes */" + size);
        }
        return new Response(206, whole.headers(), whole.body().part(from, to - from + 1))
                .with("Content-Range", "bytes " + from + "-" + to + "/" + size);
    }

    Response delete(RoutedRequest call) throws IOException, ApiError {
        if (!call.repository().removeBlob(call.digest())) {
            throw unknown(call.digest());
        }
        return Response.of(202);
    }

    private static ApiError unknown(Digest digest) {
        return new ApiError(404, "BLOB_UNKNOWN", "blob unknown to registry: " + digest);
    }
}
