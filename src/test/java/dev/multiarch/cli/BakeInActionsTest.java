package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a bake file is given, and what other jobs get of its plans. */
class BakeInActionsTest extends WithBakeFile {
    @Test
    void variablesGoToBakeAndAreNotInThePlan() throws IOException {
        plan(TWO, "--var", "TAG=s3cr3t, 2").assertThat().exitCode(0);

        assertThat(folder.resolve("asked"))
                .content()
                .isEqualTo("buildx bake --print --file=docker-bake.hcl --var=TAG=s3cr3t, 2 --\n");
        assertThat(folder.resolve(".multiarch/plan-app.json")).content().doesNotContain("s3cr3t");
        assertThat(commands.in(folder).run("plan", "--image", "o/a", "--platforms", "linux/arm64", "--var", "A=1"))
                .exitCode(2)
                .stderrContains("--var is for --bake. Fix: give that too, or leave out --var");
        commands.in(folder)
                .run("plan", "--image", "o/a", "--platforms", "linux/arm64")
                .assertThat()
                .exitCode(0);
        assertThat(commands.in(folder).run("build", "--platform", "linux/arm64", "--var", "A=1", "--", "."))
                .exitCode(2)
                .stderrContains("--var is for the plan of a bake file, and this is none");
    }

    /** {@code variable "MULTIARCH_INPUT_PASSWORD" {}} in the bake file of a pull request would put it into a build argument. */
    @Test
    void aBakeFileSeesNoSecretThatTheStepWasGiven() throws IOException {
        plan(TWO).assertThat().exitCode(0);
        assertThat(commands.in(folder)
                        .inOwnJvm()
                        .with("PATH", programs + ":/usr/bin:/bin")
                        .with("MULTIARCH_INPUT_GITHUB_TOKEN", "s3cr3t")
                        .with("PLUGIN_PASSWORD", "s3cr3t")
                        .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "s3cr3t")
                        .with("COSIGN_PASSWORD", "s3cr3t")
                        .with("VERSION", "1.2")
                        .run("plan", "--bake", "docker-bake.hcl"))
                .exitCode(0);

        assertThat(folder.resolve("seen")).content().contains("VERSION=1.2").doesNotContain("s3cr3t");
    }

    @Test
    void otherJobsGetThePlansAndWhatToMerge() throws IOException {
        plan(TWO).assertThat().exitCode(0);
        Commands step = commands.in(folder)
                .with("PATH", programs + ":/usr/bin:/bin")
                .with("GITHUB_OUTPUT", folder.resolve("outputs").toString())
                .with("MULTIARCH_INPUT_COMMAND", "plan");

        assertThat(step.with("MULTIARCH_INPUT_BAKE", "docker-bake.hcl").run("action"))
                .exitCode(0);
        assertThat(folder.resolve("outputs"))
                .content()
                .contains(
                        "{\"include\":[{\"target\":\"app\",\"image\":\"ghcr.io/o/app\",\"tags\":\"ghcr.io/o/app:1\"},"
                                + "{\"target\":\"worker\",\"image\":\"ghcr.io/o/app\",\"tags\":\"ghcr.io/o/app:worker\"}]}",
                        "{\"app\":\"{\\\"schema\\\":\\\"dev.multiarch.plan/v1\\\",",
                        "\"target\":\"worker\",\"plan\":\".multiarch/plan-worker.json\",")
                .doesNotContain("s3cr3t");
        assertThat(step.with("MULTIARCH_INPUT_BAKE", "docker-bake.hcl")
                        .with("MULTIARCH_INPUT_TARGETS", "app,worker")
                        .with("MULTIARCH_INPUT_PLATFORMS_OF_BASE", "Dockerfile")
                        .run("action"))
                .exitCode(2)
                .stderrContains("input bake says itself what is built. Fix: leave out input platforms-of-base");
    }
}
