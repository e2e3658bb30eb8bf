package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.github.ApiServer;
import dev.multiarch.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reusable workflow where a leg fails once, and where GitHub's artifact service fails. */
class WorkflowFaultsIT extends WithConsumer {
    private static final String HEAD = "1111111111111111111111111111111111111111";

    private static final String WORKFLOW = """
            on: [push, pull_request]
            jobs:
              image:
                permissions: {contents: read, packages: write, statuses: write}
                uses: org/multiarch-action/.github/workflows/multiarch.yml@v1
                with:
                  image: %s
                  platforms: linux/amd64,linux/arm64
                  tags: latest
                  builder: %s
                  build-args: BASE=%s
                  secret-envs: network=TEST_NETWORK
            """;

    private static final String DOCKERFILE = """
            ARG BASE
            FROM ${BASE}
            RUN --mount=type=secret,id=network : NONCE; test "$(uname -m)" != aarch64 || test "$(cat /run/secrets/network)" = up
            """;

    private String image;
    private String workflow;

    @BeforeEach
    void nameImage() throws IOException {
        String nonce = Long.toHexString(System.nanoTime()); // BuildKit looks up no secret in its cache
        image = stack.registry() + "/it/faults-" + nonce;
        workflow = WORKFLOW.formatted(image, stack.remoteBuilder(), Stack.variable("MULTIARCH_IT_BASE_IMAGE"));
        consumer.write("Dockerfile", DOCKERFILE.replace("NONCE", nonce));
        consumer.with("TEST_NETWORK", "up");
    }

    @Test
    void aRerunOfTheFailedJobsCompletesThePlan() throws IOException {
        consumer.with("TEST_NETWORK", "down");
        assertThat(consumer.push(workflow)).exitCode(1).stdoutContains("build (linux/amd64)", "build (linux/arm64)");
        assertThat(consumer.digest(image + ":latest")).isEmpty();
        consumer.with("TEST_NETWORK", "up");
        assertThat(consumer.rerun("linux/arm64"))
                .exitCode(0)
                .stdoutContains("build (linux/arm64)", "Verdict: pass")
                .stdoutDoesNotContain("build (linux/amd64)");
        assertThat(temp.resolve("artifacts").toFile().list())
                .containsExactlyInAnyOrder(
                        "multiarch-record+image+linux-amd64+1",
                        "multiarch-record+image+linux-arm64+1",
                        "multiarch-record+image+linux-arm64+2",
                        "multiarch-verdict+image");
        Path legs = temp.resolve("artifacts");
        assertThat(records(legs.resolve("multiarch-record+image+linux-arm64+1")))
                .endsWith("/linux-arm64/1.json");
        assertThat(records(legs.resolve("multiarch-record+image+linux-arm64+2")))
                .endsWith("/linux-arm64/2.json");
        assertThat(consumer.digest(image + ":latest")).isNotEmpty();
        assertThat(commands.run("verify-index", image + ":latest", "--require", "linux/amd64,linux/arm64"))
                .exitCode(0);
    }

    private String records(Path artifact) {
        Transcript found = commands.program("find", artifact.toString(), "-path", "*linux-arm64/*.json");
        assertThat(found).exitCode(0);
        return found.out().strip();
    }

    @Test
    void withoutTheArtifactServiceRecordsComeFromTheRegistry() throws IOException {
        consumer.with("TEST_ARTIFACTS_DOWN", "true");
        String more = "records: oci://" + image + "-records\n      status: true\n      attest: true\n"
                + "      labels: org.opencontainers.image.title=${{ github.event.pull_request.title }}\n      builder:";
        try (ApiServer github = ApiServer.start()) {
            github.state.pull(12, "org/app", "feature", HEAD);
            consumer.on("org/app", github.url(), ApiServer.TOKEN);
            assertThat(consumer.pullRequest(workflow.replace("builder:", more), 12, HEAD))
                    .exitCode(0)
                    .stdoutContains("the artifact service failed. Build records are read from the store in the input")
                    .stdoutContains("the artifact service failed. This run has no artifact with the verdict");
            assertThat(github.state.statuses).map(status -> status.get("state")).containsExactly("pending", "success");
            assertThat(github.errors()).isEmpty();
        }
        assertThat(consumer.digest(image + ":latest")).isNotEmpty();
        assertThat(temp.resolve("artifacts/attested.txt")).isNotEmptyFile();
        assertThat(commands.program("crane", "config", "--insecure", "--platform=linux/arm64", image + ":latest"))
                .exitCode(0)
                .stdoutContains("\"org.opencontainers.image.title\":"
                        + Json.writeLine(Consumer.HOSTILE).strip());
    }

    @Test
    void withoutTheArtifactServiceAndWithoutAnotherStoreNoTagMoves() throws IOException {
        consumer.with("TEST_ARTIFACTS_DOWN", "true");
        assertThat(consumer.push(workflow))
                .exitCode(1)
                .stdoutContains(
                        "the artifact service failed, and the merge needs this build. Fix: re-run the failed jobs");
        assertThat(consumer.digest(image + ":latest")).isEmpty();
    }
}
