package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where the platforms of a plan come from when nobody lists them. */
class PlanPlatformsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private void policy(String name, String platforms) throws IOException {
        Files.writeString(
                folder.resolve(name + ".yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: " + name + "\nimage: {platforms: " + platforms + "}\n");
    }

    @Test
    void thePoliciesRequireThem() throws IOException {
        policy("release", "{required: [linux/amd64, linux/arm64/v8]}");
        policy("boards", "{required: [arm64, linux/armhf]}");

        assertThat(commands.in(folder)
                        .run(
                                "plan --image ghcr.io/org/app --plan-id p --policy release.yaml --policy boards.yaml --require linux/riscv64"
                                        .split(" ")))
                .exitCode(0)
                .stdoutIs("""
                        plan p of ghcr.io/org/app, written to .multiarch/plan.json
                          linux/amd64      on ubuntu-24.04
                          linux/arm64      on ubuntu-24.04-arm
                          linux/arm/v7     on ubuntu-24.04 (emulated)
                          linux/riscv64    on ubuntu-24.04 (emulated)
                        """);
    }

    @Test
    void aListGoesBeforeThem() throws IOException {
        policy("release", "{required: [linux/amd64]}");

        assertThat(commands.in(folder)
                        .run("plan --image o/app --plan-id p --policy release.yaml --platforms linux/amd64,linux/s390x"
                                .split(" ")))
                .exitCode(0)
                .stdoutContains("linux/s390x");
    }

    @Test
    void whatOnePolicyRequiresAnotherMayForbid() throws IOException {
        policy("release", "{required: [linux/amd64, linux/arm/v7]}");
        policy("boards", "{forbidden: [linux/arm/v7]}");

        assertThat(commands.in(folder).run("plan --image o/app --policy release.yaml --policy boards.yaml".split(" ")))
                .exitCode(1)
                .stderrContains("image.platforms.forbidden: the plan has linux/amd64, linux/arm/v7");
        assertThat(folder.resolve(".multiarch/plan.json")).doesNotExist();
    }

    @Test
    void nobodyNamesOne() throws IOException {
        policy("boards", "{required: [], forbidden: [linux/arm/v7]}");

        assertThat(commands.in(folder).run("plan --image o/app --policy boards.yaml".split(" ")))
                .exitCode(2)
                .stderrContains("no platform is named, and no policy requires one. Fix: give --platforms");
        assertThat(commands.in(folder).run("ship --image o/app --tag 1 -- .".split(" ")))
                .exitCode(2)
                .stderrContains("no platform is named, and no policy requires one. Fix: give --platforms");
    }
}
