package dev.multiarch.registry.embedded;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came in.
 *
 * @param target path and query, as sent
 * @param headers names in lower case, the first value of each
 */
public record ReceivedRequest(String method, String target, Map<String, String> headers) {
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** {@code GET /v2/app/manifests/1}: without the query. */
    public String line() {
        return method + " " + path();
    }

    ReceivedRequest withoutQuery() {
        return new ReceivedRequest(method, path(), headers);
    }

    String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }
}
