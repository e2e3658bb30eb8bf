package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.json.JsonElements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reusable workflow: plan, a job a leg, merge; records travel as artifacts. */
class WorkflowIT extends WithConsumer {
    private static final String WORKFLOW = """
            on: push
            jobs:
              image:
                uses: org/multiarch-action/.github/workflows/multiarch.yml@v1
                with:
                  image: %s
                  platforms: linux/amd64,linux/arm64,linux/arm/v7
                  tags: latest
                  policy: %s
                  builder: %s
                  build-args: BASE=%s
              after:
                needs: image
                if: always()
                runs-on: ubuntu-latest
                steps:
                  - run: echo "seen $VERDICT $DIGEST"
                    env:
                      VERDICT: ${{ needs.image.outputs.verdict }}
                      DIGEST: ${{ needs.image.outputs.digest }}
                  - run: echo "layout is '$LAYOUT'"
                    env:
                      LAYOUT: ${{ needs.image.outputs.layout }}
            """;

    private static final String POLICY = """
            apiVersion: multiarch/v1
            kind: Policy
            name: release
            image:
              platforms: {required: [linux/amd64, %s]}
            """;

    private String image;

    @BeforeEach
    void nameImage() throws IOException {
        image = stack.registry() + "/it/workflow-" + Long.toHexString(System.nanoTime());
    }

    @Test
    void buildsALegAJobAndMovesTheTag() throws IOException {
        Transcript run = consumer.push(workflow("baseline"));
        assertThat(run)
                .exitCode(0)
                .stdoutContains("build (linux/amd64)", "build (linux/arm64)", "build (linux/arm/v7)")
                .stdoutDoesNotContain("first call with these sources");
        String digest = consumer.digest(image + ":latest");
        assertThat(digest).isNotEmpty();
        assertThat(run.out()).contains("seen pass " + digest);
        assertThat(run.out().lines().filter(line -> line.contains("Summary - ")))
                .as("of the merge, and none of a leg")
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("/merge ", "### ✅ Released: "));
        assertThat(temp.resolve("artifacts").toFile().list())
                .containsExactlyInAnyOrder(
                        "multiarch-record+image+linux-amd64+1",
                        "multiarch-record+image+linux-arm64+1",
                        "multiarch-record+image+linux-arm-v7+1",
                        "multiarch-verdict+image");
    }

    @Test
    void aForksPullRequestIsBuiltAndJudgedAndPushesNothing() throws IOException {
        Transcript run = consumer.pullRequestFromAFork(workflow("baseline").replace("on: push", "on: pull_request"));
        assertThat(run)
                .exitCode(0)
                .stdoutContains(
                        "this pull request comes from the fork stranger/consumer, and its token only reads",
                        "nobody logs in to " + stack.registry() + ": nothing will be pushed",
                        "build (linux/arm64)",
                        "nothing was pushed and no tag was moved",
                        "seen pass sha256:",
                        "layout is 'multiarch-layout+image'");
        assertThat(consumer.tags(image)).isEmpty();
        Path layout = temp.resolve("artifacts/multiarch-layout+image");
        String digest = run.out().replaceAll("(?s).*seen pass (sha256:[0-9a-f]{64}).*", "$1");
        assertThat(layout.resolve("blobs/sha256/" + digest.substring(7))).exists();
        assertThat(commands.run("verify-index", "oci:" + layout, "--require", "linux/amd64,linux/arm64,linux/arm/v7"))
                .exitCode(0);
    }

    @Test
    void aPolicyThatAsksForAPlatformMoreMovesNoTag() throws IOException {
        consumer.write("release.yaml", POLICY.formatted("linux/riscv64"));
        assertThat(consumer.push(workflow("release.yaml")))
                .exitCode(1)
                .stdoutContains("image.platforms.required", "linux/riscv64");
        assertThat(consumer.digest(image + ":latest")).isEmpty();
    }

    @Test
    void aLegThatFailsIsMissedAndMovesNoTag() throws IOException {
        consumer.write("Dockerfile", "ARG BASE\nFROM ${BASE}\nRUN test \"$(uname -m)\" != aarch64\n");
        assertThat(consumer.push(workflow("baseline"))).exitCode(1).stdoutContains("build (linux/arm64)");
        assertThat(consumer.digest(image + ":latest")).isEmpty();
    }

    /** act takes a runner that has one of the labels, or is in the group. */
    @Test
    void runnersAreNamedBySetsOfLabelsAndByGroups() throws IOException {
        String inputs = "runner: '[\"tools\", \"x64\"]'\n      runners: >-\n"
                + "        {\"linux/arm64\": {\"group\": \"arm-machines\", \"labels\": [\"large\"]}, \"*\": [\"builds\", \"x64\"]}\n"
                + "      builder:";
        consumer.runner("tools").runner("builds").runner("arm-machines");
        Transcript run = consumer.push(workflow("baseline").replace("builder:", inputs));
        assertThat(run).exitCode(0).stdoutDoesNotContain("unsupported platform");
        assertThat(run.out()).contains("seen pass " + consumer.digest(image + ":latest"));
    }

    @Test
    void theIndexAndEachImageAreAttestedOnceTheVerdictIsGood() throws IOException {
        Path attested = temp.resolve("artifacts/attested.txt");
        String workflow = workflow("release.yaml").replace("builder:", "attest: true\n      builder:");
        consumer.write("release.yaml", POLICY.formatted("linux/riscv64"));
        assertThat(consumer.push(workflow)).exitCode(1).stdoutContains("linux/riscv64");
        assertThat(attested).doesNotExist();
        consumer.write("release.yaml", POLICY.formatted("linux/arm64"));
        assertThat(consumer.push(workflow)).exitCode(0);
        Transcript index = commands.program("crane", "manifest", "--insecure", image + ":latest");
        assertThat(index).exitCode(0);
        List<String> digests = new ArrayList<>(List.of(consumer.digest(image + ":latest")));
        for (String entry : JsonElements.of(index.out().getBytes(StandardCharsets.UTF_8), "manifests")) {
            if (!entry.contains("attestation-manifest")) {
                digests.add(entry.replaceAll("(?s).*\"digest\"\\s*:\\s*\"([^\"]*)\".*", "$1"));
            }
        }
        assertThat(digests).hasSize(4);
        assertThat(Files.readAllLines(attested))
                .containsExactlyInAnyOrderElementsOf(digests.stream()
                        .map(digest -> digest.replace("sha256:", "") + "  " + image)
                        .toList());
    }

    private String workflow(String policy) {
        return WORKFLOW.formatted(image, policy, stack.remoteBuilder(), Stack.variable("MULTIARCH_IT_BASE_IMAGE"));
    }
}
