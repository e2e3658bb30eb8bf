package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a build is asked for and can't be: with the real programs, which say so in their own words. */
class BuildInputIT extends InProject {
    @BeforeEach
    void plan() throws IOException {
        project.file("Buildfile", "FROM " + Stack.variable("MULTIARCH_IT_BASE_IMAGE") + "\nRUN uname -m\n");
        assertThat(here.run("plan", "--image", image, "--platforms", "linux/arm64,linux/riscv64", "--plan-id", "p1"))
                .exitCode(0);
    }

    private Path records() {
        return folder.resolve(".multiarch/records/p1");
    }

    @Test
    void aPlatformThatThePlanLacks() {
        assertThat(here.run("build", "--platform", "linux/s390x", "--builder", stack.remoteBuilder(), "--", "."))
                .exitCode(2)
                .stderrContains("--platform linux/s390x is not in plan p1, which has [linux/arm64, linux/riscv64]");
        assertThat(records()).doesNotExist();
    }

    @Test
    void aPlatformThatTheBaseLacks() {
        assertThat(here.run(
                        "build",
                        "--platform",
                        "linux/riscv64",
                        "--builder",
                        stack.remoteBuilder(),
                        "--",
                        ".",
                        "--file=Buildfile"))
                .exitCode(4)
                .stderrContains("no match for platform in manifest", "The record of attempt 1");
        assertThat(here.run("build", "--platform", "linux/riscv64", "--with", "buildah", "--", ".", "--file=Buildfile"))
                .exitCode(1)
                .stderrContains("expected linux/riscv64", "Nothing was built");
    }

    @Test
    void aBuilderThatIsNotThere() {
        assertThat(here.run("build", "--platform", "linux/arm64", "--builder", "no-such", "--", "."))
                .exitCode(4)
                .stderrContains(
                        "no builder \"no-such\" found",
                        "Nothing was built. Fix: docker buildx ls shows the builders that are there");
        assertThat(records()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"buildx", "buildah", "podman"})
    void aDockerfileThatIsNotThere(String tool) {
        assertThat(here.run("build", "--platform", "linux/arm64", "--with", tool, "--", ".", "--file=no-such"))
                .exitCode(2)
                .stderrContains("there is no Dockerfile at no-such", "Nothing was built");
        assertThat(records()).doesNotExist();
    }

    /** Any flag that it lacks is as new to it as one of a later version. */
    @Test
    void aFlagThatThisBuildxDoesNotHaveYet() throws IOException {
        assertThat(here.run(
                        "build",
                        "--platform",
                        "linux/arm64",
                        "--builder",
                        stack.remoteBuilder(),
                        "--",
                        ".",
                        "--of-a-later-version=1"))
                .exitCode(4)
                .stderrContains(
                        "This docker buildx has no flag --of-a-later-version. Fix: leave it out, or use a newer buildx",
                        "The record of attempt 1 is p1/linux-arm64/1.json");
        assertThat(Files.readString(records().resolve("linux-arm64/1.json"))).contains("\"failed\"");
    }
}
