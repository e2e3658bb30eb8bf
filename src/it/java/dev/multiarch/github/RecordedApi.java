package dev.multiarch.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

/** What GitHub's real API once answered in a scenario, given again to the same requests. */
final class RecordedApi implements AutoCloseable {
    private static final String GITHUB = "https://api.github.com";
    private static final String OWNER = "octokit-fixture-org";

    private final ObjectMapper mapper = new ObjectMapper();
    private final Path folder;
    private final String scenario;
    private final HttpServer server;
    private final List<String> sent = new CopyOnWriteArrayList<>();

    /** @param folder with a folder for each scenario */
    RecordedApi(Path folder, String scenario) throws IOException {
        this.folder = folder;
        this.scenario = scenario;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    String repository() {
        return OWNER + "/" + scenario;
    }

    /** Method, path, and where the body is another one than in the recording, that body. */
    List<String> sent() {
        return sent;
    }

    private JsonNode recorded(String name) throws IOException {
        return mapper.readTree(folder.resolve(name + "/normalized-fixture.json").toFile());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String asked =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            JsonNode found = find(exchange.getRequestMethod(), exchange.getRequestURI());
            boolean same = body.length == 0 || found.path("body").equals(mapper.readTree(body));
            sent.add(asked + (same ? "" : " " + new String(body, StandardCharsets.UTF_8)));
            byte[] answer = mapper.writeValueAsBytes(found.path("response"));
            for (String header : List.of("link", "location", "content-type", "x-ratelimit-remaining")) {
                if (found.path("headers").has(header)) {
                    String value = found.path("headers").path(header).asText();
                    exchange.getResponseHeaders().add(header, value.replace(GITHUB, url().toString()));
                }
            }
            exchange.sendResponseHeaders(found.path("status").asInt(), answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /**
     * The size of a page is the recording's. What is asked of the repository itself is recorded of another one, and what is
     * not recorded gets the answer to another request of its method.
     */
    private JsonNode find(String method, URI uri) throws IOException {
        List<JsonNode> all = StreamSupport.stream(recorded(scenario).spliterator(), false)
                .filter(one ->
                        one.path("method").asText().toUpperCase(Locale.ROOT).equals(method))
                .toList();
        for (JsonNode one : all) {
            if (matches(URI.create(one.path("path").asText()), uri)) {
                return one;
            }
        }
        String another = recorded("get-repository").get(0).toString().replace("hello-world", scenario);
        return method.equals("GET") ? mapper.readTree(another) : all.get(0);
    }

    private static boolean matches(URI recorded, URI uri) {
        return recorded.getPath().equals(uri.getPath()) && page(recorded).equals(page(uri));
    }

    private static String page(URI uri) {
        String query = uri.getQuery() == null ? "" : "&" + uri.getQuery();
        return query.matches(".*&page=.*") ? query.replaceFirst(".*&page=(\\d+).*", "$1") : "1";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
