package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The action as a consumer's workflow meets it. */
class ActionIT {
    private static final String WORKFLOW = """
            on: push
            jobs:
              image:
                runs-on: ubuntu-latest
                steps:
                  - uses: actions/checkout@v4
                  - id: image
                    uses: org/multiarch-action@v1
                    with:
                      image: %s
                      platforms: linux/amd64,linux/arm64,linux/arm/v7
                      tags: |
                        1.2
                        latest
                      policy: %s
                      args: --insecure-registry %s.invalid -- --build-arg BASE=%s
                      builder: '%s'
                  - if: always()
                    run: echo "seen $VERDICT $DIGEST"
                    env:
                      VERDICT: ${{ steps.image.outputs.verdict }}
                      DIGEST: ${{ steps.image.outputs.digest }}
            """;

    private static final String RELEASE = """
            apiVersion: multiarch/v1
            kind: Policy
            name: release
            extends: [baseline]
            image:
              platforms: {required: [linux/amd64, linux/arm64, linux/arm/v7%s]}
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    private Stack stack;
    private Consumer consumer;

    @BeforeEach
    void makeConsumer() throws IOException {
        stack = Stack.require();
        consumer = new Consumer(temp, commands);
    }

    /**
     * The current builder is the docker driver's, which can't push by digest. The settings are this test's own, and so is
     * the builder that it makes.
     */
    @Test
    void makesItsBuilderBuildsThreePlatformsAndMovesTheTags() throws IOException {
        String image = image("alone");
        consumer.write("release.yaml", RELEASE.formatted(""));
        Transcript run = consumer.push(workflow(image, "release.yaml", ""));
        removeBuilder(run);
        assertThat(run)
                .exitCode(0)
                .stdoutContains("can't push by digest", "seen pass sha256:", "Summary - ### ✅ Released: ");
        String digest = consumer.digest(image + ":latest");
        assertThat(run.out()).contains("seen pass " + digest);
        assertThat(consumer.digest(image + ":1.2")).isEqualTo(digest);
        assertThat(commands.program("crane", "manifest", "--insecure", image + ":latest"))
                .exitCode(0)
                .stdoutContains("\"amd64\"", "\"arm64\"", "\"v7\"", "dev.multiarch.build.emulated");
    }

    @Test
    void aPolicyThatAsksForAPlatformMoreLeavesTheTagsWhereTheyWere() throws IOException {
        String image = image("refused");
        consumer.write("release.yaml", RELEASE.formatted(""));
        assertThat(consumer.push(workflow(image, "release.yaml", stack.remoteBuilder())))
                .exitCode(0)
                .stdoutDoesNotContain("creating builder");
        String before = consumer.digest(image + ":latest");
        consumer.write("release.yaml", RELEASE.formatted(", linux/riscv64"));
        consumer.write("Dockerfile", "ARG BASE\nFROM ${BASE}\nRUN echo other > /built-on\n");
        assertThat(consumer.push(workflow(image, "release.yaml", stack.remoteBuilder())))
                .exitCode(1)
                .stdoutContains(
                        "image.platforms.required", "linux/riscv64", "Nothing was built", "Summary - ### Error");
        assertThat(before).isNotEmpty();
        assertThat(consumer.digest(image + ":latest")).isEqualTo(before);
    }

    @Test
    void anInputThatIsNoneOfItsCommandIsRefusedBeforeAnythingIsBuilt() throws IOException {
        String image = image("wrong");
        String workflow = workflow(image, "baseline", "").replace("tags: |", "command: merge\n          tags: |");
        assertThat(consumer.push(workflow))
                .exitCode(1)
                .stdoutContains("input platforms is given, but the command merge");
        assertThat(consumer.digest(image + ":latest")).isEmpty();
    }

    private void removeBuilder(Transcript run) {
        Matcher made = Pattern.compile("creating builder (multiarch-[0-9a-f]+)").matcher(run.out());
        assertThat(made.find()).as(run.toString()).isTrue();
        assertThat(commands.program("docker", "buildx", "rm", made.group(1))).exitCode(0);
    }

    private String image(String name) {
        return stack.registry() + "/it/action-" + name + "-" + Long.toHexString(System.nanoTime());
    }

    private static String workflow(String image, String policy, String builder) {
        return WORKFLOW.formatted(
                image, policy, image.replaceFirst(".*/", ""), Stack.variable("MULTIARCH_IT_BASE_IMAGE"), builder);
    }
}
