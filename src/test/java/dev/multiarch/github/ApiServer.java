package dev.multiarch.github;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.multiarch.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * GitHub's API as far as {@code status} uses it, in this process. It keeps what is sent to it, pages lists, knows what a token
 * may do, and fails when asked to. A {@link Contract} looks at each request and each answer.
 */
public final class ApiServer implements AutoCloseable {
    /** What a token has to be, and what no output may show. */
    public static final String TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a";

    /** Not a job's: GitHub may be asked who that is. */
    public static final String OF_A_USER = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";

    private static final int PAGE = 30;

    /** Looks at what goes to and fro; a failed test shows what it saw. */
    public interface Contract {
        Contract NONE = (method, path, query, sent, status, answered) -> List.of();

        /** What the request or the answer does against the description of the API. */
        List<String> errors(String method, String path, String query, byte[] sent, int status, byte[] answered);
    }

    public final ApiState state;
    public final Set<String> permissions = new TreeSet<>(Set.of("statuses", "checks", "pull-requests", "issues"));
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Contract contract;

    private ApiServer(String repository, Contract contract) throws IOException {
        this.state = new ApiState(repository);
        this.contract = contract;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public static ApiServer start(Contract contract) {
        try {
            return new ApiServer("org/app", contract);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ApiServer start() {
        return start(Contract.NONE);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** {@code GET /repos/org/app}, in their order. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    /** What broke the contract. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** @param request its method and the beginning of its path, such as {@code POST /repos/org/app/statuses} */
    public ApiServer fail(String request, int times, Fault fault) {
        Queue<Fault> queue = faults.computeIfAbsent(request, key -> new ArrayDeque<>());
        for (int i = 0; i < times; i++) {
            queue.add(fault);
        }
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            String method = exchange.getRequestMethod();
            byte[] sent = exchange.getRequestBody().readAllBytes();
            String asked = method + " " + uri.getPath();
            seen.add(asked);
            Optional<Fault> fault = fault(asked);
            if (fault.isPresent()) {
                fault.get().headers().forEach(exchange.getResponseHeaders()::add);
                send(exchange, fault.get().status(), fault.get().body());
                return;
            }
            String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            ApiState.Answer answer = answer(exchange, method, uri.getPath(), query, sent);
            byte[] body = answer.body() == null ? new byte[0] : bytes(page(exchange, query, answer.body()));
            errors.addAll(contract.errors(method, uri.getPath(), query, sent, answer.status(), body));
            exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            send(exchange, answer.status(), body);
        } catch (RuntimeException e) {
            errors.add("the server of the test failed: " + e);
            throw e;
        }
    }

    private ApiState.Answer answer(HttpExchange exchange, String method, String path, String query, byte[] sent) {
        String said = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!said.matches("(token|Bearer) (" + TOKEN + "|" + OF_A_USER + ")")) {
            return ApiState.Answer.of(401, message("Bad credentials"));
        }
        Optional<String> needed = needed(method, path);
        if (needed.isPresent() && !permissions.contains(needed.get())) {
            return ApiState.Answer.of(403, message("Resource not accessible by integration"));
        }
        return state.answer(method, path, query, sent);
    }

    private static Map<String, Object> message(String text) {
        return Map.of("message", text, "documentation_url", "https://docs.github.com/rest");
    }

    private static Optional<String> needed(String method, String path) {
        if (path.contains("/statuses/")) {
            return Optional.of("statuses");
        }
        if (path.contains("/check-runs")) {
            return Optional.of("checks");
        }
        if (path.matches(".*/issues(/\\d+)?")) {
            return Optional.of("issues");
        }
        return path.contains("/pulls") || path.contains("/issues/") ? Optional.of("pull-requests") : Optional.empty();
    }

    private Optional<Fault> fault(String asked) {
        return faults.entrySet().stream()
                .filter(entry -> asked.startsWith(entry.getKey()))
                .map(entry -> entry.getValue().poll())
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** A list is cut to the page that is asked for, and its next one is named. */
    private Object page(HttpExchange exchange, String query, Object body) {
        if (!(body instanceof List<?> list)) {
            return body;
        }
        int size = ApiState.parameter(query, "per_page").map(Integer::parseInt).orElse(PAGE);
        int page = ApiState.parameter(query, "page").map(Integer::parseInt).orElse(1);
        int from = Math.min(list.size(), (page - 1) * size);
        int to = Math.min(list.size(), from + size);
        if (to < list.size()) {
            String next = url() + exchange.getRequestURI().getPath() + "?" + query.replaceAll("(^|&)page=\\d+", "")
                    + "&page=" + (page + 1);
            exchange.getResponseHeaders().add("Link", "<" + next + ">; rel=\"next\"");
        }
        return new ArrayList<>(list.subList(from, to));
    }

    private static byte[] bytes(Object body) {
        return Json.writeLine(body).getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
