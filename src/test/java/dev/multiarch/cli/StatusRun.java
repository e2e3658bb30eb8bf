package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.github.ApiServer;
import dev.multiarch.github.ApiState;
import dev.multiarch.policy.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** {@code status} as a step of a workflow on the pull request 12, and the server that it talks to. */
public final class StatusRun implements BeforeEachCallback, AfterEachCallback {
    public static final String HEAD = "1111111111111111111111111111111111111111";
    public static final String MERGE = "2222222222222222222222222222222222222222";

    private final Commands commands = new Commands();
    private final ApiServer.Contract contract;
    private ApiServer server;
    private Path folder;

    StatusRun() {
        this(ApiServer.Contract.NONE);
    }

    public StatusRun(ApiServer.Contract contract) {
        this.contract = contract;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("status");
        server = ApiServer.start(contract);
        server.state.pull(12, "org/app", "feature", HEAD);
        server.state.commit(MERGE);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        server.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        commands.afterEach(context);
        assertThat(server.errors()).isEmpty();
    }

    public ApiServer server() {
        return server;
    }

    public ApiState state() {
        return server.state;
    }

    public Path folder() {
        return folder;
    }

    public Transcript status(String... options) {
        return status(pullRequest(), options);
    }

    /** @param environment in addition to that of a step; an empty value takes a variable away */
    public Transcript status(Map<String, String> environment, String... options) {
        List<String> words = new ArrayList<>(List.of("status"));
        words.addAll(List.of(options));
        Commands step = commands.in(folder)
                .with("GITHUB_TOKEN", ApiServer.TOKEN)
                .with("GITHUB_API_URL", server.url())
                .with("GITHUB_SERVER_URL", "https://github.com")
                .with("GITHUB_REPOSITORY", "org/app")
                .with("GITHUB_RUN_ID", "4711")
                .with("GITHUB_SHA", MERGE);
        for (var variable : environment.entrySet()) {
            step = step.with(variable.getKey(), variable.getValue());
        }
        Transcript transcript = step.run(words.toArray(String[]::new));
        assertThat(transcript.out() + transcript.err()).doesNotContain(ApiServer.TOKEN);
        return transcript;
    }

    public Map<String, String> pullRequest() {
        return event("pull_request", """
                {"pull_request": {"number": 12, "head": {"sha": "%s", "repo": {"full_name": "org/app"}},
                 "base": {"repo": {"full_name": "org/app"}}}}
                """.formatted(HEAD));
    }

    public Map<String, String> event(String name, String payload) {
        return Map.of("GITHUB_EVENT_NAME", name, "GITHUB_EVENT_PATH", write("event.json", payload));
    }

    /** Of the policy {@code release}, in a file named after the outcome. */
    public String verdict(String outcome) {
        return verdict("release", outcome);
    }

    public String verdict(String policy, String outcome) {
        write(outcome + ".json", new String(StatusVerdict.json(policy, outcome), StandardCharsets.UTF_8));
        return outcome + ".json";
    }

    /** @param by with the digest of the policy's file */
    public String verdict(Verdict.Judged by, String outcome) {
        write("of-" + by.name() + ".json", new String(StatusVerdict.json(by, outcome, 1), StandardCharsets.UTF_8));
        return "of-" + by.name() + ".json";
    }

    private String write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
