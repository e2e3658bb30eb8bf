package dev.multiarch.registry.embedded;

import dev.multiarch.image.Digest;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request, as the handlers see it.
 *
 * @param repository that its path names
 * @param last part of its path: a digest, a tag, an upload's id
 */
record RoutedRequest(ReceivedRequest heard, InputStream body, Repository repository, String last) {
    Optional<String> header(String name) {
        return heard.header(name);
    }

    /** A parameter of the query, decoded; the first of that name. */
    Optional<String> parameter(String name) throws ApiError {
        int mark = heard.target().indexOf('?');
        Map<String, String> found = new LinkedHashMap<>();
        try {
            for (String pair : mark < 0
                    ? new String[0]
                    : heard.target().substring(mark + 1).split("&")) {
                String[] sides = pair.split("=", 2);
                String value = sides.length > 1 ? URLDecoder.decode(sides[1], StandardCharsets.UTF_8) : "";
                found.putIfAbsent(sides[0], value);
            }
        } catch (IllegalArgumentException malformed) {
            throw new ApiError(400, "UNSUPPORTED", "the query is malformed");
        }
        return Optional.ofNullable(found.get(name));
    }

    /** The last part of the path, which must be a digest. */
    Digest digest() throws ApiError {
        return digest(last);
    }

    static Digest digest(String text) throws ApiError {
        try {
            return Digest.parse(text);
        } catch (FormatException malformed) {
            throw new ApiError(400, "DIGEST_INVALID", malformed.getMessage());
        }
    }

    /** @param max in bytes */
    byte[] body(int max) throws IOException, ApiError {
        byte[] bytes = body.readNBytes(max + 1);
        if (bytes.length > max) {
            throw new ApiError(413, "MANIFEST_INVALID", "larger than " + max + " bytes");
        }
        return bytes;
    }
}
