package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A repository that uses the released action, in a separate folder. */
final class Consumer {
    private static final Pattern PINNED =
            Pattern.compile("(?<=uses: )(?:actions|docker|google-github-actions|sigstore)/([a-z-]+)@\\S+");

    /** A title of a pull request, and the end of a branch's name. */
    static final String HOSTILE =
            "--push::error::owned$(touch${IFS}owned)`touch${IFS}owned`'\"${{secrets.GITHUB_TOKEN}}";

    final Path root;
    private final Path temp;
    private Path action;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final Commands commands;
    private final Path artifacts;
    private final String act;

    Consumer(Path temp, Commands commands) throws IOException {
        this(temp, commands, "act");
    }

    /** @param act how to start it, such as on another host */
    Consumer(Path temp, Commands commands, String act) throws IOException {
        this.act = act;
        this.temp = temp;
        this.artifacts = temp.resolve("artifacts");
        this.root = Files.createDirectories(temp.resolve("consumer"));
        this.commands = commands.within(Duration.ofMinutes(5));
        this.action = ReleasedAction.make(commands);
        write("Dockerfile", """
                ARG BASE
                FROM ${BASE}
                RUN uname -m > /built-on
                """);
    }

    /** As that repository on GitHub, whose API is at the address: act has its own address for it. */
    Consumer on(String repository, String api, String token) throws IOException {
        Path copy = temp.resolve("action");
        assertThat(commands.program("cp", "-R", action.toString(), copy.toString()))
                .exitCode(0);
        Path file = copy.resolve("action.yml");
        String inputs = "        MULTIARCH_INPUT_COMMAND:";
        Files.writeString(
                file, Files.readString(file).replace(inputs, "        GITHUB_API_URL: " + api + "\n" + inputs));
        action = copy;
        git("init", "--quiet");
        git("remote", "add", "origin", "https://github.com/" + repository);
        options.addAll(List.of("--secret", "GITHUB_TOKEN=" + token));
        return this;
    }

    /** A secret of the repository. */
    Consumer secret(String name, String value) {
        options.addAll(List.of("--secret", name + "=" + value));
        return this;
    }

    /** A label, or a group, whose runner this machine is. */
    Consumer runner(String label) {
        options.addAll(List.of("-P", label + "=-self-hosted"));
        return this;
    }

    /** A variable of the runner. */
    Consumer with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    void write(String name, String text) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), text);
    }

    /** Commits what is there and pushes it, as far as act is concerned. */
    Transcript push(String workflow) throws IOException {
        return run(workflow, "push");
    }

    /**
     * "Re-run failed jobs" of the push before: the same run, its second attempt, with the artifacts of the first one, and of the
     * legs only this one. act runs the plan again too, which GitHub does not.
     */
    Transcript rerun(String platform) throws IOException {
        return act("push", "--matrix", "platform:" + platform, "--env", "GITHUB_RUN_ATTEMPT=2");
    }

    /** As if somebody started it. */
    Transcript dispatch(String workflow, String input) throws IOException {
        return run(workflow, "workflow_dispatch", "--input", input);
    }

    /** The same in the night. */
    Transcript schedule(String workflow) throws IOException {
        return run(workflow, "schedule");
    }

    /** The same for a pull request from a fork, as GitHub describes it. */
    Transcript pullRequestFromAFork(String workflow) throws IOException {
        String repository = "{\"full_name\": \"%s/consumer\"}";
        Path event = Files.writeString(
                temp.resolve("event.json"),
                "{\"action\": \"opened\", \"number\": 1, \"pull_request\": {\"number\": 1, \"head\": {\"ref\": \"x\", \"repo\": "
                        + repository.formatted("stranger")
                        + "}, \"base\": {\"ref\": \"main\", \"repo\": "
                        + repository.formatted("owner") + "}}}");
        return run(workflow, "pull_request", "--eventpath", event.toString());
    }

    /** The same for a pull request of the repository itself, with a title and a branch that somebody chose with care. */
    Transcript pullRequest(String workflow, int number, String head) throws IOException {
        Path event = Files.writeString(temp.resolve("event.json"), """
                {"action": "synchronize", "number": %d, "pull_request": {"number": %d, "title": %s,
                 "head": {"ref": %s, "sha": "%s", "repo": {"full_name": "org/app"}},
                 "base": {"ref": "main", "repo": {"full_name": "org/app"}}}}
                """.formatted(
                        number, number, Json.writeLine(HOSTILE), Json.writeLine("x/" + HOSTILE), head));
        Transcript run = run(workflow, "pull_request", "--eventpath", event.toString());
        assertThat(root.resolve("owned")).doesNotExist();
        return run;
    }

    private Transcript run(String workflow, String... event) throws IOException {
        write(".github/workflows/ci.yml", workflow);
        git("init", "--quiet");
        git("add", "--all");
        git(
                "-c",
                "user.name=Consumer",
                "-c",
                "user.email=consumer@example.com",
                "commit",
                "--quiet",
                "--allow-empty",
                "-m",
                "All");
        assertThat(commands.program("rm", "-rf", artifacts.toString())).exitCode(0);
        Files.createDirectories(artifacts);
        return act(event);
    }

    private Transcript act(String... event) throws IOException {
        List<String> words = new ArrayList<>(List.of(act));
        words.addAll(List.of(event));
        words.addAll(List.of("--pull=false", "--concurrent-jobs=2"));
        words.addAll(options);
        for (String runner : List.of("ubuntu-latest", "ubuntu-24.04", "ubuntu-24.04-arm")) {
            words.addAll(List.of("-P", runner + "=-self-hosted"));
        }
        for (String version : List.of("v1", "v" + ReleasedAction.VERSION)) {
            words.addAll(List.of("--local-repository", "org/multiarch-action@" + version + "=" + action));
        }
        for (String pinned : pinned()) {
            Path standIn = Path.of("src/it/resources/actions", pinned.replaceFirst(".*/(.*)@.*", "$1"));
            words.addAll(List.of("--local-repository", pinned + "=" + standIn.toAbsolutePath()));
        }
        Commands runner = commands.in(root)
                .with("TEST_ARTIFACTS", artifacts.toString())
                .with("TEST_ORIGIN", root.toString())
                .with("XDG_CACHE_HOME", temp.resolve("cache").toString());
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            runner = runner.with(variable.getKey(), variable.getValue());
        }
        return runner.program(words.toArray(String[]::new));
    }

    /** The digest that a tag points to; empty where there is no such tag. */
    String digest(String reference) {
        Transcript crane = commands.program("crane", "digest", "--insecure", reference);
        if (crane.exit() == 0) {
            assertThat(crane).exitCode(0);
            return crane.out().strip();
        }
        assertThat(crane).exitCode(1).stderrContains("MANIFEST_UNKNOWN");
        return "";
    }

    /** Of a repository, in the words of the registry; empty where it has never been pushed to. */
    String tags(String image) {
        Transcript crane = commands.program("crane", "ls", "--insecure", image);
        if (crane.exit() == 0) {
            assertThat(crane).exitCode(0);
            return crane.out().strip();
        }
        assertThat(crane).exitCode(1).stderrContains("NAME_UNKNOWN");
        return "";
    }

    private void git(String... arguments) {
        List<String> words = new ArrayList<>(List.of("git"));
        words.addAll(List.of(arguments));
        assertThat(commands.in(root).program(words.toArray(String[]::new))).exitCode(0);
    }

    /** Actions of others that are used anywhere, for which there is a stand-in. */
    private List<String> pinned() throws IOException {
        String all = Files.readString(root.resolve(".github/workflows/ci.yml"))
                + Files.readString(Path.of("action.yml"))
                + Files.readString(Path.of(".github/workflows/multiarch.yml"))
                + Files.readString(Path.of(".github/workflows/nightly.yml"));
        return PINNED.matcher(all)
                .results()
                .filter(uses -> Files.isDirectory(Path.of("src/it/resources/actions", uses.group(1))))
                .map(MatchResult::group)
                .distinct()
                .toList();
    }
}
