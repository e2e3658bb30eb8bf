package dev.multiarch.github;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** One repository at GitHub: what was written to it, and what it answers. Its answers are GitHub's own examples. */
public final class ApiState {
    /** Of GitHub Actions on github.com. */
    public static final long BOT = 41898282;

    /** @param status with {@code body} an object, a list or null */
    record Answer(int status, Object body, Map<String, String> headers) {
        static Answer of(int status, Object body) {
            return new Answer(status, body, Map.of());
        }
    }

    final String repository;
    private final Set<String> commits = new TreeSet<>();
    public final List<Map<String, Object>> statuses = new CopyOnWriteArrayList<>();
    public final List<Map<String, Object>> pulls = new CopyOnWriteArrayList<>();
    public final List<Map<String, Object>> comments = new CopyOnWriteArrayList<>();
    public final List<Map<String, Object>> checkRuns = new CopyOnWriteArrayList<>();
    private final ApiConversation conversation = new ApiConversation(this);
    public final ApiIssues issues = new ApiIssues(this);
    private long ids = 100;

    ApiState(String repository) {
        this.repository = repository;
    }

    public void commit(String sha) {
        commits.add(sha);
    }

    public void pull(int number, String from, String branch, String sha) {
        Map<String, Object> pull = example("pull");
        pull.put("number", (long) number);
        Map<String, Object> head = object(pull, "head");
        head.put("sha", sha);
        head.put("ref", branch);
        head.put("label", from.split("/")[0] + ":" + branch);
        object(head, "repo").put("full_name", from);
        pull.put("requested_teams", List.of()); // the example's lacks what the description asks for
        pulls.add(pull);
        commits.add(sha);
    }

    synchronized Answer answer(String method, String path, String query, byte[] body) {
        String base = "/repos/" + repository;
        if (path.equals(base) && method.equals("GET")) {
            Map<String, Object> example = example("repository");
            example.put("full_name", repository);
            example.put("name", repository.split("/")[1]);
            object(example, "owner").put("login", repository.split("/")[0]);
            example.put("language", null); // the description asks for it, and its example lacks it
            object(example, "source").put("language", null);
            return Answer.of(200, example);
        }
        if (path.startsWith(base + "/statuses/") && method.equals("POST")) {
            return status(path.substring(path.lastIndexOf('/') + 1), Json.read(body, "request"));
        }
        if (path.equals(base + "/pulls") && method.equals("GET")) {
            return Answer.of(200, found(query));
        }
        if (path.matches(base + "/issues(/\\d+)?")) {
            return issues.answer(method, path.substring(base.length()), query, body);
        }
        return conversation.answer(method, path.replaceFirst("^/repos/" + repository, ""), body);
    }

    synchronized long nextId() {
        return ++ids;
    }

    static Answer notFound() {
        return Answer.of(404, Map.of("message", "Not Found", "documentation_url", "https://docs.github.com/rest"));
    }

    private static Answer refused(String message) {
        return Answer.of(422, Map.of("message", message, "documentation_url", "https://docs.github.com/rest"));
    }

    private Answer status(String sha, JsonObject sent) {
        if (!commits.contains(sha)) {
            return refused("No commit found for SHA: " + sha);
        }
        if (sent.optionalText("description").orElse("").length() > 140) {
            return refused("Validation Failed: description is too long (maximum is 140 characters)");
        }
        Map<String, Object> status = example("status");
        status.put("id", nextId());
        sent.members().forEach(status::put);
        Map<String, Object> kept = new LinkedHashMap<>(sent.members());
        kept.put("sha", sha);
        statuses.add(kept);
        return Answer.of(201, status);
    }

    /** By {@code head=OWNER:BRANCH}, as GitHub looks: the owner of the fork, whatever the fork is called. */
    private List<Map<String, Object>> found(String query) {
        Optional<String> head = parameter(query, "head");
        return pulls.stream()
                .filter(pull ->
                        head.isEmpty() || head.get().equals(object(pull, "head").get("label")))
                .toList();
    }

    static Optional<String> parameter(String query, String name) {
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Map<String, Object> in, String key) {
        return (Map<String, Object>) in.get(key);
    }

    static Map<String, Object> example(String name) {
        try (InputStream in = ApiState.class.getResourceAsStream(name + ".json")) {
            return new LinkedHashMap<>(Json.read(in.readAllBytes(), name).members());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if that user had commented. */
    public Map<String, Object> said(long pull, String login, String text) {
        return conversation.said(pull, login, text);
    }

    /** What a check run points at. */
    public static List<Object> notes(Map<String, Object> checkRun) {
        return ApiConversation.notes(checkRun);
    }

    /** The last state of each context on a commit, as GitHub shows it. */
    public Map<String, String> shown(String sha) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Map<String, Object> status : new ArrayList<>(statuses)) {
            if (status.get("sha").equals(sha)) {
                shown.put(status.get("context").toString(), status.get("state").toString());
            }
        }
        return shown;
    }
}
