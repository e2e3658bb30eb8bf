package dev.multiarch.registry.embedded;

import dev.multiarch.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param sent bytes of the body that really go out, all of them unless a fault cuts it
 */
record Response(int status, Map<String, String> headers, Content body, long sent) {
    Response(int status, Map<String, String> headers, Content body) {
        this(status, headers, body, Long.MAX_VALUE);
    }

    static Response of(int status) {
        return new Response(status, Map.of(), Content.NONE);
    }

    static Response json(int status, Map<String, ?> tree) {
        return of(status).with("Content-Type", "application/json").body(Content.of(Json.write(tree)));
    }

    Response with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Response(status, all, body, sent);
    }

    Response body(Content other) {
        return new Response(status, headers, other, sent);
    }

    Response cutAfter(long bytes) {
        return new Response(status, headers, body, bytes);
    }
}
