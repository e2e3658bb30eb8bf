package dev.multiarch.registry.request;

import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import dev.multiarch.text.FormatException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came back.
 *
 * @param origin of the server that answered, after redirects
 * @param headers names without regard to case
 * @param body up to the limit
 * @param more whether there was more than the limit
 * @param attempts that it took, 1 for the first
 * @param stream the body where it is read as it comes; the caller closes it
 */
public record Response(
        URI origin,
        int status,
        Map<String, List<String>> headers,
        byte[] body,
        boolean more,
        int attempts,
        Optional<InputStream> stream) {
    public static final String CONTENT_DIGEST = "Docker-Content-Digest";
    private static final int LONGEST_QUOTE = 300;

    public Response {
        Map<String, List<String>> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        caseless.putAll(headers);
        headers = caseless;
    }

    public List<String> all(String header) {
        return headers.getOrDefault(header, List.of());
    }

    public Optional<String> header(String name) {
        return all(name).stream().findFirst().map(String::strip).filter(v -> !v.isEmpty());
    }

    /** The content type alone: lower-case, without parameters; empty where there is none. */
    public String contentType() {
        String whole = header("Content-Type").orElse("");
        int semicolon = whole.indexOf(';');
        return (semicolon < 0 ? whole : whole.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether it can be nothing but the answer to who asked for this digest. A HEAD is believed as far as the header says so. */
    boolean proves(Digest digest, String method) {
        if (status != 200) {
            return false;
        }
        return method.equals("HEAD")
                ? header(CONTENT_DIGEST).equals(Optional.of(digest.toString()))
                : !more && digest.sameOf(body).equals(digest);
    }

    Response after(int number) {
        return new Response(origin, status, headers, body, more, number, stream);
    }

    /** {@code 401 UNAUTHORIZED "authentication required"}: the status and what the server says of it, on one line. */
    public String said() {
        String words = errors().or(this::plainText).orElse("");
        return words.isEmpty() ? Integer.toString(status) : status + " " + words;
    }

    /** OCI Distribution 1.1, "Error Codes": {@code {"errors": [{"code", "message", "detail"}]}}. */
    private Optional<String> errors() {
        try {
            var errors = Json.read(body, "error").objects("errors").stream()
                    .limit(3)
                    .map(e -> e.optionalText("code").orElse("")
                            + e.optionalText("message")
                                    .filter(m -> !m.isBlank())
                                    .map(m -> " \"" + m + "\"")
                                    .orElse(""))
                    .collect(Collectors.joining("; "));
            return Optional.of(oneLine(errors)).filter(e -> !e.isEmpty());
        } catch (FormatException notJson) {
            return Optional.empty();
        }
    }

    /** What a proxy or a broken server says; a page of HTML says nothing on one line. */
    private Optional<String> plainText() {
        String text = oneLine(new String(body, StandardCharsets.UTF_8));
        return text.isEmpty() || text.startsWith("<") ? Optional.empty() : Optional.of("\"" + text + "\"");
    }

    public static String oneLine(String text) {
        String line =
                text.replaceAll("[\\p{Cntrl}\\s\\u0085\\u2028\\u2029]+", " ").strip();
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }
}
