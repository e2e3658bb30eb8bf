package dev.multiarch.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.multiarch.it.Stack;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code status} says to GitHub, held against GitHub's own description of its API and of its events. */
class GitHubContractIT {
    private static final String SHA = "1111111111111111111111111111111111111111";

    private static GitHubContract contract() {
        Stack.require();
        return GitHubContract.read(Path.of(Stack.variable("MULTIARCH_IT_GITHUB_API")));
    }

    private static Api api(ApiServer server) throws Exception {
        return Api.open(new Api.Settings(URI.create(server.url()), ApiServer.TOKEN, "org/app", Map.of()));
    }

    @Test
    void requestsAndAnswersAreAsGitHubDescribesThem() throws Exception {
        GitHubContract contract = contract();
        try (ApiServer server = ApiServer.start(contract);
                Api api = api(server)) {
            server.state.pull(12, "fork/app", "feature", SHA);
            List<String> failures = new ArrayList<>();
            var head = new Event.Head("fork/app", "feature", SHA);
            var event = new Event("org/app", SHA, Optional.empty(), Optional.of(head));
            var teller = new CommitReporter(api, event, wait -> {}, failures::add);
            assertThat(teller.found().flatMap(Event::pull)).contains(12);
            List<CommitStatus> statuses = new ArrayList<>();
            for (CommitStatus.State state : CommitStatus.State.values()) {
                statuses.add(new CommitStatus("multiarch/p", state, "x".repeat(140)));
            }
            assertThat(teller.add(statuses, "https://github.com/org/app/actions/runs/1"))
                    .isEqualTo(statuses);
            assertThat(failures).isEmpty();
            assertThat(server.errors()).isEmpty();
            assertThat(contract.used())
                    .containsExactlyInAnyOrder("repos/get", "pulls/list", "repos/create-commit-status");
        }
    }

    @Test
    void checkRunsAndCommentsAreAsGitHubDescribesThem() throws Exception {
        GitHubContract contract = contract();
        try (ApiServer server = ApiServer.start(contract);
                Api api = api(server)) {
            server.state.pull(12, "org/app", "feature", SHA);
            List<String> failures = new ArrayList<>();
            var event = new Event("org/app", SHA, Optional.of(12), Optional.empty());
            var teller = new CommitReporter(api, event, wait -> {}, failures::add);
            List<CheckRun.Note> notes = new ArrayList<>();
            for (int line = 1; line <= 120; line++) {
                notes.add(
                        new CheckRun.Note("release.yaml", line, line % 2 == 0 ? "warning" : "failure", "rule", "why"));
            }
            assertThat(teller.add(new CheckRun("multiarch", false, "fail", "text", notes), "https://github.com/r"))
                    .isTrue();
            for (long run = 1; run <= 2; run++) {
                var comment = new Comment("multiarch", run, 1, "text " + run);
                assertThat(teller.put(12, Optional.of("github-actions[bot]"), comment))
                        .isTrue();
            }
            api.comment(12, new Comment("multiarch", 1, 1, "another").body());
            assertThat(teller.put(12, Optional.of("github-actions[bot]"), new Comment("multiarch", 3, 1, "text")))
                    .isTrue();
            assertThat(server.state.comments).hasSize(1);
            assertThat(ApiState.notes(server.state.checkRuns.get(0))).hasSize(120);
            assertThat(failures).isEmpty();
            assertThat(server.errors()).isEmpty();
            assertThat(contract.used())
                    .contains(
                            "checks/create",
                            "checks/update",
                            "issues/list-comments",
                            "issues/create-comment",
                            "issues/update-comment",
                            "issues/delete-comment");
        }
    }

    @Test
    void issuesAreAsGitHubDescribesThem() throws Exception {
        GitHubContract contract = contract();
        try (ApiServer server = ApiServer.start(contract);
                Api api = api(server)) {
            List<String> failures = new ArrayList<>();
            var event = new Event("org/app", SHA, Optional.empty(), Optional.empty());
            var teller = new CommitReporter(api, event, wait -> {}, failures::add);
            for (long run = 1; run <= 3; run++) {
                var said = new Comment("multiarch", run, 1, "text " + run);
                assertThat(teller.put(Optional.of("github-actions[bot]"), new IssueReport("t" + run, run == 3, said)))
                        .isPresent();
                server.state.issues.opened("github-actions[bot]", "t", said.body());
            }
            assertThat(server.state.issues.open()).hasSize(1);
            assertThat(failures).isEmpty();
            assertThat(server.errors()).isEmpty();
            assertThat(contract.used()).contains("issues/list-for-repo", "issues/create", "issues/update");
        }
    }

    @Test
    void theDescriptionRefusesWhatGitHubWould() {
        GitHubContract contract = contract();
        String path = "/repos/org/app/statuses/" + SHA;
        byte[] answer = Json.writeLine(ApiState.example("status")).getBytes(StandardCharsets.UTF_8);
        assertThat(contract.errors("POST", path, "", "{\"state\": \"success\"}".getBytes(), 201, answer))
                .isEmpty();
        assertThat(contract.errors("POST", path, "", "{\"state\": \"passed\"}".getBytes(), 201, answer))
                .singleElement()
                .asString()
                .contains("repos/create-commit-status", "state", "enumeration");
        assertThat(contract.errors("POST", path, "", "{\"state\": \"success\"}".getBytes(), 201, "{}".getBytes()))
                .isNotEmpty();
        assertThat(contract.errors("GET", "/repos/org/app/pulls", "heads=x", new byte[0], 200, "[]".getBytes()))
                .containsExactly("pulls/list: takes no parameter heads=x");
        assertThat(contract.errors("GET", "/repos/org/app/status", "", new byte[0], 200, "[]".getBytes()))
                .containsExactly("GET /repos/org/app/status: GitHub's API has no such request");
    }

    @Test
    void eachPublishedEventNamesItsCommit() throws IOException {
        Stack.require();
        var file = Path.of(Stack.variable("MULTIARCH_IT_GITHUB_EVENTS")).toFile();
        Map<String, String> places = Map.of(
                "pull_request", "/pull_request/head/sha",
                "pull_request_review", "/pull_request/head/sha",
                "pull_request_review_comment", "/pull_request/head/sha",
                "merge_group", "/merge_group/head_sha",
                "workflow_run", "/workflow_run/head_sha");
        int seen = 0;
        for (JsonNode kind : new ObjectMapper().readTree(file)) {
            String name = kind.get("name").asText();
            String place = places.get(name);
            for (JsonNode example : place == null ? List.<JsonNode>of() : kind.get("examples")) {
                Event event = event(name, example);
                assertThat(event.sha()).as(name).isEqualTo(example.at(place).asText());
                assertThat(event.pull().isPresent()).as(name).isEqualTo(name.startsWith("pull_request"));
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(30);
    }

    private static Event event(String name, JsonNode example) {
        JsonObject payload = Json.read(example.toString().getBytes(StandardCharsets.UTF_8), name);
        var given = new Event.Given(Optional.empty(), Optional.empty(), Optional.empty());
        String place = name.equals("workflow_run") ? "/workflow_run/head_repository" : "/repository";
        String repository = example.at(place + "/full_name").asText();
        return Event.of(
                Map.of("GITHUB_EVENT_NAME", name, "GITHUB_REPOSITORY", repository, "GITHUB_SHA", "2".repeat(40)),
                Optional.of(payload),
                given);
    }
}
