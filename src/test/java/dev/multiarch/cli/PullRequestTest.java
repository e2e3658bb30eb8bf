package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.embedded.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The action on pull requests: those whose token only reads push nothing, and nobody has to say so. */
class PullRequestTest {
    private static final String EVENT =
            "{\"ref\": \"refs/heads/topic\", \"repository\": {\"default_branch\": \"main\"}, \"pull_request\":"
                    + " {\"head\": {\"repo\": %s}, \"base\": {\"repo\": {\"full_name\": \"org/app\"}}}}";

    @RegisterExtension
    final Commands commands = new Commands();

    private final List<ReceivedRequest> heard = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private EmbeddedRegistry registry;
    private FakeBuilder builder;

    @BeforeEach
    void start() throws IOException {
        registry = EmbeddedRegistry.start(Optional.empty(), 0, heard::add);
        builder = FakeBuilder.in(folder, "linux/amd64");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    /** @param head JSON of the repository that the pull request comes from */
    private Commands action(String event, String head, String actor) throws IOException {
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        Path file = Files.writeString(folder.resolve("event.json"), EVENT.formatted(head));
        return commands.in(folder)
                .within(Duration.ofMinutes(3))
                .with("PATH", builder.path())
                .with("HOME", folder.toString())
                .with("GITHUB_EVENT_NAME", event)
                .with("GITHUB_EVENT_PATH", file.toString())
                .with("GITHUB_ACTOR", actor)
                .with("GITHUB_OUTPUT", folder.resolve("outputs").toString())
                .with("GITHUB_STEP_SUMMARY", folder.resolve("summary").toString())
                .with("MULTIARCH_INPUT_IMAGE", registry.host() + "/app");
    }

    @Test
    void aForksImageIsBuiltAndJudgedAndNotPushed() throws IOException {
        assertThat(action("pull_request", "{\"full_name\": \"someone/app\"}", "someone")
                        .with("MULTIARCH_INPUT_PLATFORMS", "linux/amd64")
                        .with("MULTIARCH_INPUT_TAGS", "latest")
                        .with("MULTIARCH_INPUT_ARGS", "--plan p.json -- --label a=b")
                        .run("action"))
                .exitCode(0)
                .stderrContains(
                        "this pull request comes from the fork someone/app, and its token only reads: nothing is"
                                + " pushed and no tag moves")
                .stdoutContains("nothing was pushed and no tag was moved");
        assertThat(heard).isEmpty();
        assertThat(Files.readString(folder.resolve("outputs")))
                .contains("verdict<<", "pass", "digest<<", "layout<<", ".multiarch/layout");
        assertThat(Files.readString(folder.resolve("summary"))).contains("nothing was pushed and no tag was moved");
    }

    /** {@code login} is the shortest command that says what the action decided. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a fork                             | pull_request         | {"full_name": "someone/app"} | someone         |       | nothing will be pushed
            a fork that is gone                | pull_request         | null                         | someone         |       | nothing will be pushed
            a review of a fork's               | pull_request_review  | {"full_name": "someone/app"} | me              |       | nothing will be pushed
            Dependabot                         | pull_request         | {"full_name": "org/app"}     | dependabot[bot] |       | nothing will be pushed
            a branch of this repository        | pull_request         | {"full_name": "org/app"}     | me              |       | it asks for no password
            this repository in other letters   | pull_request         | {"full_name": "Org/App"}     | me              |       | it asks for no password
            a branch, told not to push         | pull_request         | {"full_name": "org/app"}     | me              | false | nothing will be pushed
            a fork, told to push               | pull_request         | {"full_name": "someone/app"} | someone         | true  | it asks for no password
            with the base's token              | pull_request_target  | {"full_name": "someone/app"} | someone         |       | it asks for no password
            a push of Dependabot               | push                 | null                         | dependabot[bot] |       | nothing will be pushed
            a push                             | push                 | {"full_name": "someone/app"} | someone         |       | it asks for no password
            a merge queue                      | merge_group          | null                         | me              |       | nothing will be pushed
            a merge queue, told to push        | merge_group          | null                         | me              | true  | nothing will be pushed
            a push, told not to push           | push                 | null                         | someone         | false | nothing will be pushed
            """)
    void whoPushes(String name, String event, String head, String actor, String push, String said) throws IOException {
        assertThat(action(event, head, actor)
                        .with("MULTIARCH_INPUT_COMMAND", "login")
                        .with("MULTIARCH_INPUT_PUSH", push == null ? "" : push)
                        .run("action"))
                .exitCode(0)
                .stderrContains("nobody logs in to " + registry.host() + ": " + said);
    }

    /** What is not merged yet must not be what people pull; a password still lets base images be read. */
    @Test
    void aMergeQueueMovesNoTagWhateverPushSays() throws IOException {
        assertThat(action("merge_group", "null", "me")
                        .with("MULTIARCH_INPUT_PLATFORMS", "linux/amd64")
                        .with("MULTIARCH_INPUT_TAGS", "latest")
                        .with("MULTIARCH_INPUT_PUSH", "true")
                        .with("MULTIARCH_INPUT_ARGS", "--plan p.json")
                        .run("action"))
                .exitCode(0)
                .stderrContains("a merge queue tries this commit out, and it is not merged yet: nothing is pushed")
                .stdoutContains("nothing was pushed and no tag was moved", "not judged: whether the registry accepts");
        assertThat(heard).isEmpty();
    }

    /** A pull request that Dependabot merges by itself is a release like any other. */
    @Test
    void whatDependabotMergesIsPushed() throws IOException {
        Commands step = action("push", "null", "dependabot[bot]").with("MULTIARCH_INPUT_COMMAND", "login");
        Path event = folder.resolve("event.json");
        Files.writeString(event, Files.readString(event).replace("topic", "main"));
        assertThat(step.run("action")).exitCode(0).stderrContains("it asks for no password");
    }

    /** The token of a fork's job is a password, too, and a log-in would look as if a push could work. */
    @Test
    void nobodyLogsInForAFork() throws IOException {
        assertThat(action("pull_request", "{\"full_name\": \"someone/app\"}", "someone")
                        .with("MULTIARCH_INPUT_COMMAND", "login")
                        .with("MULTIARCH_INPUT_PASSWORD", "token")
                        .run("action"))
                .exitCode(0)
                .stderrContains("nobody logs in to " + registry.host() + ": nothing will be pushed");
    }

    @Test
    void anEventThatCannotBeReadIsSaid() throws IOException {
        assertThat(action("pull_request", "{", "me")
                        .with("MULTIARCH_INPUT_COMMAND", "merge")
                        .with("MULTIARCH_INPUT_IMAGE", "")
                        .run("action"))
                .exitCode(2)
                .stderrContains("the event in GITHUB_EVENT_PATH");
    }
}
