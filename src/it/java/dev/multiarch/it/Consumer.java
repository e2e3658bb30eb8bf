package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A repository that uses the released action, in a folder of its own. */
final class Consumer {
    private static final Pattern PINNED = Pattern.compile("(?<=uses: )(?:actions|docker)/([a-z-]+)@\\S+");

    final Path root;
    private final Path temp;
    private final Path action;
    private final Commands commands;
    private final String act;

    Consumer(Path temp, Commands commands) throws IOException {
        this(temp, commands, "act");
    }

    /** @param act how to start it, such as on another host */
    Consumer(Path temp, Commands commands, String act) throws IOException {
        this.act = act;
        this.temp = temp;
        this.root = Files.createDirectories(temp.resolve("consumer"));
        this.commands = commands.within(Duration.ofMinutes(5));
        this.action = ReleasedAction.make(commands);
        write("Dockerfile", """
                ARG BASE
                FROM ${BASE}
                RUN uname -m > /built-on
                """);
    }

    void write(String name, String text) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), text);
    }

    /** Commits what is there and pushes it, as far as act is concerned. */
    Transcript push(String workflow) throws IOException {
        return run(workflow, "push");
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

    private Transcript run(String workflow, String... event) throws IOException {
        write(".github/workflows/ci.yml", workflow);
        git("init", "--quiet");
        git("add", "--all");
        git("-c", "user.name=Consumer", "-c", "user.email=consumer@example.com", "commit", "--quiet", "-m", "All");
        List<String> words = new ArrayList<>(List.of(act));
        words.addAll(List.of(event));
        words.addAll(List.of("--pull=false", "--concurrent-jobs=2"));
        for (String runner : List.of("ubuntu-latest", "ubuntu-24.04", "ubuntu-24.04-arm")) {
            words.addAll(List.of("-P", runner + "=-self-hosted"));
        }
        for (String version : List.of("v1", "v" + ReleasedAction.VERSION)) {
            words.addAll(List.of("--local-repository", "org/multiarch-action@" + version + "=" + action));
        }
        for (String pinned : pinned(workflow)) {
            Path standIn = Path.of("src/it/resources/actions", pinned.replaceFirst(".*/(.*)@.*", "$1"));
            words.addAll(List.of("--local-repository", pinned + "=" + standIn.toAbsolutePath()));
        }
        Path artifacts = Files.createDirectories(temp.resolve("artifacts"));
        return commands.in(root)
                .with("TEST_ARTIFACTS", artifacts.toString())
                .with("XDG_CACHE_HOME", temp.resolve("cache").toString())
                .program(words.toArray(String[]::new));
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
    private static List<String> pinned(String workflow) throws IOException {
        String all = workflow
                + Files.readString(Path.of("action.yml"))
                + Files.readString(Path.of(".github/workflows/multiarch.yml"));
        return PINNED.matcher(all)
                .results()
                .filter(uses -> Files.isDirectory(Path.of("src/it/resources/actions", uses.group(1))))
                .map(MatchResult::group)
                .distinct()
                .toList();
    }
}
