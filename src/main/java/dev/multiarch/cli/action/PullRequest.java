package dev.multiarch.cli.action;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.FileInput;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The pull request that a workflow run is for, and what its token may do. */
public final class PullRequest {
    private static final int LARGEST_EVENT = 32 << 20;

    private PullRequest() {}

    /**
     * Why the run's token can push nothing; empty where it may. GitHub gives pull requests from forks, and what Dependabot
     * does, a token that only reads. {@code pull_request_target} has a full one. What Dependabot pushes to the default
     * branch was merged there, and anyone who lets it do that gives it a token that writes.
     *
     * @param environment of a workflow's step
     * @throws IOException if the event's file can't be read
     * @throws FormatException if it is malformed
     */
    public static Optional<String> readOnly(Map<String, String> environment) throws IOException {
        String event = environment.getOrDefault("GITHUB_EVENT_NAME", "");
        String file = environment.getOrDefault("GITHUB_EVENT_PATH", "");
        boolean dependabot = environment.getOrDefault("GITHUB_ACTOR", "").equals("dependabot[bot]");
        if (file.isBlank() || event.equals("pull_request_target")) {
            return Optional.empty();
        }
        if (dependabot && event.equals("push") && !isDefaultBranch(Path.of(file))) {
            return Optional.of("Dependabot pushed this branch, and its token only reads");
        }
        if (!event.startsWith("pull_request")) {
            return Optional.empty();
        }
        if (dependabot) {
            return Optional.of("this pull request is Dependabot's, and its token only reads");
        }
        Optional<JsonObject> request = read(Path.of(file)).optionalObject("pull_request");
        if (request.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> head = repository(request.get(), "head");
        String here = repository(request.get(), "base").orElse(environment.getOrDefault("GITHUB_REPOSITORY", ""));
        if (head.filter(here::equalsIgnoreCase).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("this pull request comes from "
                + head.map(name -> "the fork " + Printable.line(name)).orElse("a fork that is gone")
                + ", and its token only reads");
    }

    /** Whether the run tries out what a merge queue would merge: nothing of it may be published before it is merged. */
    static boolean isMergeQueue(Map<String, String> environment) {
        return environment.getOrDefault("GITHUB_EVENT_NAME", "").equals("merge_group");
    }

    /** Why nothing is pushed in a merge queue. */
    static Optional<String> mergeQueue(Map<String, String> environment) {
        return isMergeQueue(environment)
                ? Optional.of("a merge queue tries this commit out, and it is not merged yet")
                : Optional.empty();
    }

    private static boolean isDefaultBranch(Path event) throws IOException {
        JsonObject push = read(event);
        return push.optionalObject("repository")
                .flatMap(repository -> repository.optionalText("default_branch"))
                .filter(branch -> push.optionalText("ref").equals(Optional.of("refs/heads/" + branch)))
                .isPresent();
    }

    /** Of a side of the pull request; empty where that repository is gone, which GitHub writes as null. */
    private static Optional<String> repository(JsonObject request, String side) {
        return request.optionalObject(side)
                .flatMap(half -> half.optionalObject("repo"))
                .flatMap(repo -> repo.optionalText("full_name"));
    }

    private static JsonObject read(Path file) throws IOException {
        try (InputStream in = FileInput.open(file)) {
            return Json.read(in.readNBytes(LARGEST_EVENT), "the event in GITHUB_EVENT_PATH");
        }
    }
}
