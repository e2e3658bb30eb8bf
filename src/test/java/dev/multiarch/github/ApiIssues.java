package dev.multiarch.github;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Issues of a repository. */
public final class ApiIssues {
    private static final int LONGEST_TITLE = 256;
    private static final int LONGEST_BODY = 65_536;

    private final ApiState state;
    private final List<Map<String, Object>> all = new CopyOnWriteArrayList<>();

    /** Whose the token is. */
    public volatile String author = "github-actions[bot]";

    public volatile boolean disabled;

    ApiIssues(ApiState state) {
        this.state = state;
    }

    /** Their numbers, titles, bodies and states, in their order. */
    public List<Map<String, Object>> all() {
        return List.copyOf(all);
    }

    /** The texts of those that are open. */
    public List<String> open() {
        return all.stream()
                .filter(issue -> issue.get("state").equals("open"))
                .map(issue -> issue.get("body").toString())
                .toList();
    }

    ApiState.Answer answer(String method, String path, String query, byte[] body) {
        if (disabled) {
            return ApiState.Answer.of(
                    410,
                    Map.of(
                            "message", "Issues are disabled for this repo",
                            "documentation_url", "https://docs.github.com/v3/issues/"));
        }
        if (!path.equals("/issues")) {
            return changed(Long.parseLong(path.substring(path.lastIndexOf('/') + 1)), Json.read(body, "request"));
        }
        if (method.equals("GET")) {
            return ApiState.Answer.of(200, listed(query));
        }
        JsonObject sent = Json.read(body, "request");
        String text = sent.optionalText("body").orElse("");
        if (sent.text("title").length() > LONGEST_TITLE || text.length() > LONGEST_BODY) {
            return ApiState.Answer.of(422, Map.of("message", "Validation Failed"));
        }
        return ApiState.Answer.of(201, opened(author, sent.text("title"), text));
    }

    /** The last changed one first. */
    private List<Map<String, Object>> listed(String query) {
        String which = ApiState.parameter(query, "state").orElse("open");
        List<Map<String, Object>> found = new ArrayList<>(all.stream()
                .filter(issue -> which.equals("all") || which.equals(issue.get("state")))
                .toList());
        Collections.reverse(found);
        return found;
    }

    /** As if that user had opened it. */
    public synchronized Map<String, Object> opened(String login, String title, String text) {
        Map<String, Object> issue = ApiState.example("issue");
        issue.put("number", (long) all.size() + 1);
        issue.put("id", state.nextId());
        issue.put("url", issue.get("url").toString().replaceFirst("\\d+$", Long.toString(all.size() + 1)));
        issue.put("title", title);
        issue.put("body", text);
        issue.remove("pull_request"); // the example is of a pull request
        Map<String, Object> user = new LinkedHashMap<>(ApiState.object(issue, "user"));
        user.put("login", login);
        user.put("id", ApiConversation.id(login));
        issue.put("user", user);
        all.add(issue);
        return issue;
    }

    private ApiState.Answer changed(long number, JsonObject sent) {
        Optional<Map<String, Object>> known =
                all.stream().filter(issue -> issue.get("number").equals(number)).findFirst();
        if (known.isEmpty()) {
            return ApiState.notFound();
        }
        known.get().putAll(sent.members());
        return ApiState.Answer.of(200, known.get());
    }
}
