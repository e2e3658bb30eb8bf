package dev.multiarch.github.api;

import dev.multiarch.github.ApiException;
import dev.multiarch.github.ApiException.Kind;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.request.Response;
import dev.multiarch.text.FormatException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What came back, and what it means. Texts of the server are cut, and neutralised where they are printed. */
record ApiResponse(String method, URI uri, int status, Map<String, List<String>> headers, byte[] body, boolean more) {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;
    private static final int NO_CONTENT = 204;
    private static final int MOST_ERRORS = 3;

    /** {@code POST /repos/org/app/statuses/…}: without what a query may hold. */
    static String asked(String method, URI uri) {
        return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }

    void requireSuccess() throws ApiException {
        if (status >= 200 && status < 300) {
            requireJson();
            return;
        }
        if (status >= 500) {
            throw failed(Kind.BROKEN, retryAfter());
        }
        if (status == TOO_MANY || status == FORBIDDEN && isLimit()) {
            throw failed(Kind.LIMITED, retryAfter().or(this::untilReset));
        }
        throw switch (status) {
            case 301, 302, 307, 308 -> failed(isJson() ? Kind.MOVED : Kind.UNREADABLE, Optional.empty());
            case UNAUTHORIZED -> failed(Kind.TOKEN, Optional.empty());
            case FORBIDDEN, NOT_FOUND -> failed(isJson() ? Kind.PERMISSION : Kind.UNREADABLE, Optional.empty());
            case GONE -> failed(isJson() ? Kind.DISABLED : Kind.UNREADABLE, Optional.empty());
            case 422 -> failed(Kind.REFUSED, Optional.empty());
            default -> failed(Kind.UNREADABLE, Optional.empty());
        };
    }

    private void requireJson() throws ApiException {
        if (more) {
            throw new ApiException(
                    Kind.UNREADABLE,
                    asked(method, uri) + ": the answer is longer than " + (body.length >> 20) + " MiB");
        }
        if (status != NO_CONTENT && body.length > 0 && !isJson()) {
            throw failed(Kind.UNREADABLE, Optional.empty());
        }
    }

    private ApiException failed(Kind kind, Optional<Duration> wait) {
        return new ApiException(kind, asked(method, uri) + ": " + said(), wait);
    }

    /** {@code 403 "Resource not accessible by integration"}. */
    private String said() {
        if (!isJson()) {
            String type = header("content-type").orElse("no type");
            return status + " with " + Response.oneLine(type) + ", where GitHub's API answers with JSON";
        }
        String words = message();
        return status + (words.isEmpty() ? "" : " \"" + words + "\"");
    }

    private String message() {
        try {
            JsonObject error = Json.read(body, "the answer");
            String details = error.has("errors") && error.members().get("errors") instanceof List<?> list
                    ? list.stream().limit(MOST_ERRORS).map(ApiResponse::detail).collect(Collectors.joining(", "))
                    : "";
            String words = error.optionalText("message").orElse("") + (details.isEmpty() ? "" : ": " + details);
            return Response.oneLine(words);
        } catch (FormatException malformed) {
            return "";
        }
    }

    private static String detail(Object error) {
        if (error instanceof Map<?, ?> map) {
            Object said = map.containsKey("message") ? map.get("message") : map.get("field") + " " + map.get("code");
            return String.valueOf(said);
        }
        return String.valueOf(error);
    }

    private boolean isJson() {
        return header("content-type")
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("json"))
                .isPresent();
    }

    /** Primary limits count down to nothing; secondary ones give a time to wait, or in words alone. */
    private boolean isLimit() {
        String words = message().toLowerCase(Locale.ROOT);
        return header("retry-after").isPresent()
                || header("x-ratelimit-remaining").filter("0"::equals).isPresent()
                || words.contains("rate limit")
                || words.contains("abuse detection");
    }

    private Optional<Duration> retryAfter() {
        return number("retry-after").map(Duration::ofSeconds);
    }

    private Optional<Duration> untilReset() {
        boolean used = header("x-ratelimit-remaining").filter("0"::equals).isPresent();
        return number("x-ratelimit-reset")
                .filter(reset -> used)
                .map(reset -> Duration.between(Instant.now(), Instant.ofEpochSecond(reset)))
                .map(wait -> wait.isNegative() ? Duration.ofSeconds(1) : wait.plusSeconds(1));
    }

    private Optional<Long> number(String header) {
        return header(header).filter(text -> text.matches("\\d{1,10}")).map(Long::valueOf);
    }

    private Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> name.equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .findFirst();
    }
}
