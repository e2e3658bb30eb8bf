package dev.multiarch.cli;

import com.sun.net.httpserver.HttpExchange;
import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** As much of a registry as {@link TrainingCommand} needs (OCI distribution-spec 1.1). */
final class TrainingRegistry {
    static final String TYPE = "application/vnd.oci.image.";

    private static final String UPLOADS = "/v2/training/blobs/uploads/";
    private static final byte[] NOTHING = {};
    private static final byte[] UNKNOWN =
            "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"unknown\",\"detail\":{}}]}"
                    .getBytes(StandardCharsets.US_ASCII);

    /** By digest or tag; lists of referrers by their tag. */
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

    private volatile String challenge = "";

    /** Lets nobody in from now on who has no token. */
    void demand(String other) {
        challenge = other;
    }

    List<Digest> digests() {
        return documents.keySet().stream()
                .filter(name -> name.startsWith("sha256:"))
                .map(Digest::parse)
                .toList();
    }

    Digest put(byte[] document) {
        Digest digest = Digest.of(document);
        documents.put(digest.toString(), document);
        return digest;
    }

    Digest put(String name, byte[] document) {
        documents.put(name, document);
        return put(document);
    }

    void answer(HttpExchange exchange) throws IOException {
        if (!challenge.isEmpty() && !exchange.getRequestHeaders().containsKey("Authorization")) {
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            send(exchange, 401, NOTHING);
        } else if (exchange.getRequestMethod().startsWith("P")) {
            take(exchange);
        } else {
            give(exchange);
        }
    }

    /** A blob is uploaded by POST and PUT, a manifest by PUT. */
    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Location", UPLOADS + "1");
            send(exchange, 202, NOTHING);
            return;
        }
        boolean blob = exchange.getRequestURI().getPath().startsWith(UPLOADS);
        Digest digest = blob ? put(body) : put(name(exchange), body);
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest.toString());
        send(exchange, 201, NOTHING);
    }

    private void give(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/tags/list")) {
            List<String> tags = documents.keySet().stream()
                    .filter(name -> !name.contains(":"))
                    .sorted()
                    .toList();
            send(exchange, 200, Json.write(Map.of("name", "training", "tags", tags)));
            return;
        }
        boolean listed = path.contains("/referrers/");
        // Without a login as a registry without the referrers API: the list is under a tag then.
        boolean absent = listed && challenge.isEmpty();
        String name = name(exchange);
        byte[] body = absent ? null : documents.get(listed ? name.replace(':', '-') : name);
        exchange.getResponseHeaders().set("Content-Type", type(path, listed));
        if (body != null && path.contains("/manifests/")) {
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", Digest.of(body).toString());
        }
        send(exchange, body == null ? 404 : 200, body == null ? UNKNOWN : body);
    }

    private static String name(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String type(String path, boolean listed) {
        if (!listed && !path.contains("/manifests/")) {
            return "application/octet-stream";
        }
        byte[] body = documents.getOrDefault(path.substring(path.lastIndexOf('/') + 1), NOTHING);
        boolean index = listed || new String(body, StandardCharsets.UTF_8).contains("\"manifests\"");
        return TYPE + (index ? "index" : "manifest") + ".v1+json";
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
