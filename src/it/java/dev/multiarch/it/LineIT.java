package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole line as a user types it, on real builders and a real registry. */
class LineIT extends InProject {
    private static final String ALL = String.join(",", Project.PLATFORMS);

    @ParameterizedTest
    @ValueSource(strings = {"MULTIARCH_IT_REMOTE_BUILDER", "MULTIARCH_IT_CONTAINER_BUILDER"})
    void everyStepOnEveryDriver(String variable) {
        String builder = Stack.variable(variable);
        assertThat(here.run("plan", "--image", project.image(), "--platforms", ALL))
                .exitCode(0)
                .stdoutContains("linux/arm/v7     on ubuntu-24.04 (emulated)");
        Project.PLATFORMS.forEach(platform -> line.build(builder, platform));

        Transcript merged = here.run(
                "merge", "--tag", "1.0,latest", "--builder", builder, "--format", "json", "--output", "m.json");
        assertThat(merged).exitCode(0);
        String digest = line.digest("1.0");
        assertThat(line.digest("latest")).isEqualTo(digest);

        assertThat(here.run("verify-index", project.image() + ":1.0", "--require", ALL, "--policy", "host"))
                .exitCode(0)
                .stdoutContains("host.binfmt.flags", "annotation", digest);
        assertThat(here.run("promote", project.image() + "@" + digest, "--tag", "stable"))
                .exitCode(0)
                .stdoutContains("stable now points to " + digest);
        peersReadIt(digest);
    }

    @Test
    void aTagMovesOnlyForwards() {
        line.tagged("linux/amd64");
        String newer = line.digest("1.0");
        Commands past = here.with("SOURCE_DATE_EPOCH", "1000000000");
        String builder = stack.remoteBuilder();
        String[] ship = {
            "ship",
            "--image",
            project.image(),
            "--platforms",
            "linux/amd64",
            "--tag",
            "1.0",
            "--builder",
            builder,
            "--",
            ".",
            "--build-arg",
            "SALT=older"
        };

        assertThat(past.run(ship)).exitCode(1).stderrContains("Tags move only forwards", "--allow-older");
        assertThat(line.digest("1.0")).isEqualTo(newer);
    }

    @Test
    void withoutFactsTheIndexTellsNothingOfItsHost() {
        assertThat(here.run(line.ship("linux/amd64,linux/arm64", "--facts", "none")))
                .exitCode(0);

        Transcript raw = here.program("crane", "manifest", project.image() + ":1.0");
        assertThat(raw).exitCode(0).stdoutDoesNotContain("dev.multiarch").stdoutContains("image.created");
        assertThat(here.run("verify-index", project.image() + ":1.0", "--policy", "host"))
                .exitCode(3)
                .stdoutContains("unknown", "host.kernel");
        assertThat(here.run(
                        "verify-index",
                        project.image() + ":1.0",
                        "--policy",
                        "host",
                        "--records",
                        ".multiarch/records"))
                .exitCode(0);
    }

    @Test
    void aLegThatIsTooSlowNamesTheLineOfItsDockerfile() throws IOException {
        Files.writeString(
                folder.resolve("fast.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: fast\nbuild: {emulated-time: {max: 0s}}\n");

        assertThat(here.run(line.ship("linux/amd64,linux/arm64", "--policy", "fast.yaml", "--report", "sarif=v.sarif")))
                .exitCode(1)
                .stdoutContains("under emulation, expected at most 0s. Longest took Dockerfile:");
        assertThat(Files.readString(folder.resolve("v.sarif"))).contains("\"uri\" : \"Dockerfile\"");
        line.noTag("1.0");
    }

    @Test
    void aFailingBuildNamesItsLegAndItsLastLines() throws IOException {
        project.file("Dockerfile", Project.DOCKERFILE.replace("uname -m", "echo leg-is-broken && exit 7"));

        assertThat(here.run(line.ship("linux/amd64,linux/arm64")))
                .exitCode(4)
                .stderrContains("leg-is-broken", "linux/", "exit code: 7");
        line.noTag("1.0");
    }

    private void peersReadIt(String digest) {
        assertThat(here.program("crane", "validate", "--remote", project.image() + "@" + digest))
                .exitCode(0);
        Transcript inspect = here.program("docker", "buildx", "imagetools", "inspect", project.image() + ":latest");
        assertThat(inspect).exitCode(0).stdoutContains(digest, "linux/amd64", "linux/arm64", "linux/arm/v7");
    }
}
