package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.github.ApiServer;
import dev.multiarch.github.ApiState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A repository whose workflow has twelve lines, on a pull request: what its tag, and its people, get to see. */
class TwelveLinesIT {
    private static final String HEAD = "1111111111111111111111111111111111111111";

    private static final String WORKFLOW = """
            on: pull_request
            jobs:
              image:
                permissions: {contents: read, packages: write, statuses: write, checks: write, pull-requests: write}
                uses: org/multiarch-action/.github/workflows/multiarch.yml@v1
                with:
                  image: %s
                  platforms: linux/amd64,linux/arm64,linux/arm/v7
                  tags: latest
                  policy: release.yaml
                  check-run: true
                  comment: true
            """;

    private static final String POLICY = """
            apiVersion: multiarch/v1
            kind: Policy
            name: release
            image:
              platforms: {required: [linux/amd64, linux/arm64, linux/arm/v7]}
              elf-machine: true
            """;

    private static final int ELF_MACHINE_LINE = 6;

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm();

    @TempDir
    Path temp;

    private ApiServer github;
    private Consumer consumer;
    private String image;
    private String workflow;
    private String base;

    @BeforeEach
    void makeConsumer() throws IOException {
        Stack stack = Stack.require();
        github = ApiServer.start();
        github.state.pull(12, "org/app", "feature", HEAD);
        consumer = new Consumer(temp, commands).on("org/app", github.url(), ApiServer.TOKEN);
        image = stack.registry() + "/it/twelve-" + Long.toHexString(System.nanoTime());
        base = Stack.variable("MULTIARCH_IT_BASE_IMAGE");
        consumer.write("release.yaml", POLICY);
        assertThat(WORKFLOW.lines().count()).isEqualTo(12);
        // The stack's own: the host's current builder can't push by digest.
        workflow = WORKFLOW.formatted(image) + "      builder: " + stack.remoteBuilder() + "\n";
    }

    @AfterEach
    void close() {
        // Without the real parts the test is skipped before it starts the server.
        if (github != null) {
            github.close();
            assertThat(github.errors()).isEmpty();
        }
    }

    @Test
    void aGoodImageABadOneAndTheGoodOneAgain() throws IOException {
        consumer.write("Dockerfile", "FROM " + base + "\nRUN uname -m > /built-on\n");
        assertThat(run()).exitCode(0);
        String first = consumer.digest(image + ":latest");
        assertThat(first).isNotEmpty();
        assertThat(states()).startsWith("pending").endsWith("success");
        assertThat(comment()).contains("Passed", "linux/arm/v7");
        assertThat(conclusion()).isEqualTo("success");

        consumer.write(
                "Dockerfile",
                "FROM --platform=linux/amd64 " + base + " AS other\nFROM " + base
                        + "\nCOPY --from=other /bin/busybox /bin/busybox\n");
        assertThat(run()).exitCode(1).stdoutContains("image.elf-machine");
        assertThat(consumer.digest(image + ":latest")).isEqualTo(first);
        assertThat(states()).endsWith("failure");
        assertThat(comment()).contains("image.elf-machine", "linux/arm64", "Fix:");
        assertThat(conclusion()).isEqualTo("failure");
        assertThat(ApiState.notes(github.state.checkRuns.get(1)))
                .isNotEmpty()
                .map(note -> ((Map<?, ?>) note).get("path") + ":" + ((Map<?, ?>) note).get("start_line"))
                .containsOnly("release.yaml:" + ELF_MACHINE_LINE);

        consumer.write("Dockerfile", "FROM " + base + "\nRUN uname -m > /built-on && echo again > /again\n");
        assertThat(run()).exitCode(0);
        assertThat(consumer.digest(image + ":latest")).isNotEmpty().isNotEqualTo(first);
        assertThat(states()).endsWith("success");
        assertThat(comment()).contains("Passed").doesNotContain("expected AArch64");
    }

    private Transcript run() throws IOException {
        Transcript run = consumer.pullRequest(workflow, 12, HEAD);
        Files.writeString(Path.of("target/twelve-lines.log"), run.toString());
        assertThat(run.out() + run.err()).doesNotContain(ApiServer.TOKEN);
        return run;
    }

    /** All that were ever set on the head, in their order. */
    private List<String> states() {
        assertThat(github.state.statuses)
                .allSatisfy(status ->
                        assertThat(status).containsEntry("sha", HEAD).containsEntry("context", "multiarch/release"));
        return github.state.statuses.stream()
                .map(status -> status.get("state").toString())
                .toList();
    }

    private String conclusion() {
        Map<String, Object> last = github.state.checkRuns.get(github.state.checkRuns.size() - 1);
        return last.get("conclusion").toString();
    }

    /** There is only ever the one. */
    private String comment() {
        assertThat(github.state.comments).hasSize(1);
        return github.state.comments.get(0).get("body").toString();
    }
}
