package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The reusable workflow runs the image of each platform in the job that built it, and no tag moves before that. */
class SmokeWorkflowIT extends WithConsumer {
    private static final String WORKFLOW = """
            on: push
            jobs:
              image:
                permissions: {contents: read, packages: write}
                uses: org/multiarch-action/.github/workflows/multiarch.yml@v1
                with:
                  image: %s
                  platforms: linux/amd64,linux/arm64
                  builder: %s
                  tags: latest
                  policy: release.yaml
            """;

    private static final String POLICY = """
            apiVersion: multiarch/v1
            kind: Policy
            name: release
            extends: [baseline]
            image:
              smoke:
                - {run: [sh, -c, "%s"], output: {contains: started}}
            """;

    @Test
    void whatDoesNotStartOnOnePlatformGetsNoTag() throws IOException {
        String image = stack.registry() + "/it/smoke-" + Long.toHexString(System.nanoTime()) + "/app";
        String workflow = WORKFLOW.formatted(image, stack.remoteBuilder());
        consumer.write("Dockerfile", "FROM " + Stack.variable("MULTIARCH_IT_BASE_IMAGE") + "\n");
        consumer.write(
                "release.yaml",
                POLICY.formatted("test $(uname -m) = x86_64 || { echo broken; exit 7; }; echo started"));
        assertThat(consumer.push(workflow))
                .exitCode(1)
                .stdoutContains("image.smoke", "linux/arm64", "exited with 7", "broken");
        assertThat(consumer.tags(image)).isEmpty();

        consumer.write("release.yaml", POLICY.formatted("echo started"));
        assertThat(consumer.push(workflow)).exitCode(0).stdoutContains("image.smoke", "latest now points to");
        Transcript index = commands.program("crane", "manifest", "--insecure", image + ":latest");
        assertThat(index).exitCode(0);
        assertThat(index.out().split("\"dev.multiarch.smoke\"", -1))
                .as("the job of each platform ran it")
                .hasSize(3);
    }
}
