package dev.multiarch.github;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Users, comments and check runs of a repository. */
final class ApiConversation {
    private final ApiState state;

    ApiConversation(ApiState state) {
        this.state = state;
    }

    ApiState.Answer answer(String method, String path, byte[] body) {
        if (method.equals("GET") && path.startsWith("/users/")) {
            return user(path.substring("/users/".length()));
        }
        if (method.equals("GET") && path.matches("/pulls/\\d+")) {
            return pull(number(path));
        }
        if (path.matches("/issues/\\d+/comments")) {
            long pull = number(path.replace("/comments", ""));
            return method.equals("POST") ? comment(pull, body) : ApiState.Answer.of(200, comments(pull));
        }
        if (path.matches("/issues/comments/\\d+")) {
            return changed(method, number(path), body);
        }
        if (path.startsWith("/check-runs")) {
            return checkRun(method, path, body);
        }
        return ApiState.notFound();
    }

    private static long number(String path) {
        return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    }

    private ApiState.Answer user(String login) {
        Map<String, Object> user = ApiState.example("user-public");
        user.put("login", login);
        user.put("id", id(login));
        return ApiState.Answer.of(200, user);
    }

    static long id(String login) {
        return login.equals("github-actions[bot]") ? ApiState.BOT : 1000L + login.hashCode() % 1000;
    }

    private ApiState.Answer pull(long number) {
        Optional<Map<String, Object>> known = state.pulls.stream()
                .filter(pull -> pull.get("number").equals(number))
                .findFirst();
        if (known.isEmpty()) {
            return ApiState.notFound();
        }
        Map<String, Object> pull = ApiState.example("pull-request");
        pull.put("number", number);
        pull.put("requested_teams", List.of());
        return ApiState.Answer.of(200, pull);
    }

    private List<Map<String, Object>> comments(long pull) {
        return state.comments.stream()
                .filter(comment -> comment.get("issue_url").toString().endsWith("/" + pull))
                .toList();
    }

    private ApiState.Answer comment(long pull, byte[] body) {
        String text = Json.read(body, "request").text("body");
        if (text.length() > 65_536) {
            return ApiState.Answer.of(422, Map.of("message", "Validation Failed"));
        }
        return ApiState.Answer.of(201, said(pull, "github-actions[bot]", text));
    }

    /** As if that user had written it. */
    Map<String, Object> said(long pull, String login, String text) {
        Map<String, Object> comment = ApiState.example("comment");
        comment.put("id", state.nextId());
        comment.put("issue_url", comment.get("issue_url").toString().replaceFirst("\\d+$", Long.toString(pull)));
        comment.put("body", text);
        Map<String, Object> user = new LinkedHashMap<>(ApiState.object(comment, "user"));
        user.put("login", login);
        user.put("id", id(login));
        comment.put("user", user);
        state.comments.add(comment);
        return comment;
    }

    private ApiState.Answer changed(String method, long id, byte[] body) {
        Optional<Map<String, Object>> known = state.comments.stream()
                .filter(comment -> comment.get("id").equals(id))
                .findFirst();
        if (known.isEmpty()) {
            return ApiState.notFound();
        }
        if (method.equals("DELETE")) {
            state.comments.remove(known.get());
            return ApiState.Answer.of(204, null);
        }
        known.get().put("body", Json.read(body, "request").text("body"));
        return ApiState.Answer.of(200, known.get());
    }

    /** Notes are added to those that are there, fifty at a time. */
    private ApiState.Answer checkRun(String method, String path, byte[] body) {
        JsonObject sent = Json.read(body, "request");
        Map<String, Object> kept;
        if (method.equals("POST")) {
            kept = new LinkedHashMap<>(sent.members());
            kept.put("id", state.nextId());
            kept.put("notes", new ArrayList<Object>());
            state.checkRuns.add(kept);
        } else {
            kept = state.checkRuns.stream()
                    .filter(run -> run.get("id").equals(number(path)))
                    .findFirst()
                    .orElseThrow();
        }
        List<JsonObject> notes = sent.object("output").objects("annotations");
        if (notes.size() > 50) {
            return ApiState.Answer.of(422, Map.of("message", "No more than 50 items are allowed"));
        }
        notes(kept).addAll(notes.stream().map(JsonObject::members).toList());
        Map<String, Object> answer = ApiState.example("check-run");
        answer.put("id", kept.get("id"));
        answer.put("name", kept.get("name"));
        answer.put("head_sha", kept.get("head_sha"));
        return ApiState.Answer.of(method.equals("POST") ? 201 : 200, answer);
    }

    @SuppressWarnings("unchecked")
    static List<Object> notes(Map<String, Object> run) {
        return (List<Object>) run.get("notes");
    }
}
