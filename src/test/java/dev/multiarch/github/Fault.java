package dev.multiarch.github;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** An answer that does not fit the request. */
public record Fault(int status, Map<String, String> headers, byte[] body) {
    private static final String JSON = "application/json; charset=utf-8";

    static Fault json(int status, String message, Map<String, String> headers) {
        String body = "{\"message\": \"" + message + "\", \"documentation_url\": \"https://docs.github.com/rest\"}";
        var all = new TreeMap<>(headers);
        all.put("Content-Type", JSON);
        return new Fault(status, all, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Fault json(int status, String message) {
        return json(status, message, Map.of());
    }

    /** A log-in page, as a proxy sends it. */
    public static Fault html(int status) {
        String page = "<!doctype html><html><title>Sign in</title><script>alert('token')</script></html>";
        return new Fault(
                status, Map.of("Content-Type", "text/html; charset=utf-8"), page.getBytes(StandardCharsets.UTF_8));
    }

    public static Fault primaryLimit(long reset) {
        return json(
                403,
                "API rate limit exceeded for installation ID 1.",
                Map.of(
                        "X-RateLimit-Limit",
                        "1000",
                        "X-RateLimit-Remaining",
                        "0",
                        "X-RateLimit-Reset",
                        Long.toString(reset)));
    }

    public static Fault secondaryLimit(String retryAfter) {
        String message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
        return json(403, message, Map.of("Retry-After", retryAfter));
    }
}
