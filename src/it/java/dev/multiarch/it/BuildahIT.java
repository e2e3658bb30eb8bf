package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Legs that the real buildah builds, with its own storage and without privileges of its own. */
class BuildahIT extends InProject {
    private Transcript buildah(String platform, String... more) {
        String[] words = new String[more.length + 7];
        String[] first = {"build", "--with", "buildah", "--platform", platform, "--", "."};
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        return own().run(words);
    }

    private Commands own() {
        return commands.in(folder)
                .with("STORAGE_DRIVER", "vfs")
                .with("BUILDAH_ISOLATION", "chroot")
                .with("CONTAINERS_STORAGE_CONF", storage());
    }

    /** Its own, so that no base of another test is there. */
    private String storage() {
        try {
            project.file(
                    "storage.conf",
                    "[storage]\ndriver = \"vfs\"\ngraphroot = \"" + folder + "/b\"\nrunroot = \"" + folder
                            + "/b-run\"\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return folder.resolve("storage.conf").toString();
    }

    private void plan(String platforms) {
        assertThat(here.run("plan", "--image", image, "--platforms", platforms, "--plan-id", "p1"))
                .exitCode(0);
    }

    private String base() {
        return Stack.variable("MULTIARCH_IT_BASE_IMAGE");
    }

    @Test
    void legsOfBuildahBuildxAndAnotherToolAreOneVerifiedIndex() throws IOException {
        plan("linux/amd64,linux/arm64,linux/arm/v7");
        project.file("Buildfile", "FROM " + base() + "\nRUN uname -m >/made-on\nRUN cat /made-on\n");
        assertThat(buildah("linux/arm64", "--file=Buildfile", "--label=made=here"))
                .exitCode(0)
                .stderrContains("aarch64", "of it emulated (by steps)");
        assertThat(Files.readString(folder.resolve(".multiarch/records/p1/linux-arm64/1.json")))
                .contains("\"name\" : \"RUN uname -m >/made-on\"", "\"line\" : 2", "\"POCF\"", "\"buildah 1.");
        assertThat(here.program("sh", "-c", "! crane ls " + image + " | grep ."))
                .exitCode(0);
        line.build(stack.remoteBuilder(), "linux/amd64");
        String other = image + ":by-crane";
        run("crane", "copy", "--platform", "linux/arm/v7", base(), other);
        assertThat(here.run(
                        "record",
                        "--platform",
                        "linux/arm/v7",
                        "--digest",
                        run("crane", "digest", other),
                        "--started",
                        "2026-01-31T12:00:00Z",
                        "--finished",
                        "2026-01-31T12:04:00Z",
                        "--tool",
                        "crane"))
                .exitCode(0);
        assertThat(here.run("merge", "--tag", "1.0", "--require", "linux/amd64,linux/arm64,linux/arm/v7"))
                .exitCode(0);
        assertThat(here.run("verify-index", image + ":1.0", "--require", "linux/amd64,linux/arm64,linux/arm/v7"))
                .exitCode(0)
                .stdoutContains("image.elf-machine");
    }

    @Test
    void shipBuildsAllLegsAndMovesTheTag() throws IOException {
        project.file("Buildfile", "FROM " + base() + "\nRUN uname -m >/made-on\nRUN cat /made-on\n");
        String[] words = {
            "ship",
            "--with",
            "buildah",
            "--image",
            image,
            "--tag",
            "1.0",
            "--platforms",
            "linux/amd64,linux/arm64",
            "--progress",
            "table",
            "--",
            ".",
            "--file=Buildfile"
        };
        Transcript shipped = own().run(words);
        assertThat(shipped).exitCode(0);
        assertThat(shipped.err())
                .containsPattern("(?m)^\\[linux/arm64] linux/arm64 +emulated +[0-9.]+ s  \\[2/3] RUN uname")
                .containsPattern("(?m)^\\[linux/amd64] linux/amd64 +native +[0-9.]+ s  \\[2/3] RUN uname");
        assertThat(here.run("verify-index", image + ":1.0", "--require", "linux/amd64,linux/arm64"))
                .exitCode(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"buildah", "podman"})
    void theCommandsOfThePolicyRunOnTheHostThatBuiltTheLeg(String tool) throws IOException {
        plan("linux/arm64");
        project.file("Buildfile", "FROM " + base() + "\nENTRYPOINT [\"/bin/echo\", \"hi\"]\n");
        project.file("smoke.yaml", """
                apiVersion: multiarch/v1
                kind: Policy
                name: smoke
                image:
                  smoke:
                    - {arguments: [there], output: {contains: hi there}}
                    - {run: [/bin/sh, -c, "uname -m; grep -c : /proc/net/dev; exit 3"], exit-code: 3}
                    - {run: [/bin/sleep, "9"], time-limit: 1s}
                """);
        assertThat(own().run(("build --with " + tool
                                + " --platform linux/arm64 --policy smoke.yaml -- . --file=Buildfile")
                        .split(" ")))
                .exitCode(0)
                .stderrContains(
                        "ENTRYPOINT there exited with 0",
                        "exited with 3",
                        "/bin/sleep 9 ran longer than 1 s and was ended");
        assertThat(Files.readString(folder.resolve(".multiarch/records/p1/linux-arm64/1.json")))
                .contains("\"output\" : \"hi there\"", "\"output\" : \"aarch64\\n1\"");
        assertThat(own().program("sh", "-c", "! buildah containers --quiet | grep ."))
                .exitCode(0);
        assertThat(here.run("merge", "--tag", "1.0", "--policy", "smoke.yaml"))
                .exitCode(1)
                .stdoutContains("image.smoke", "ran longer than 1 s");
    }

    @Test
    void severalLegsAtOnceAreRefused() {
        assertThat(own().run(("ship --with buildah --jobs 2 --image " + image
                                + " --platforms linux/amd64,linux/arm64 -- .")
                        .split(" ")))
                .exitCode(2)
                .stderrContains("--jobs 2: buildah builds one leg after another. Fix: leave it out");
    }

    @Test
    void aBaseThatLacksThePlatformIsRefused() throws IOException {
        plan("linux/arm64");
        run("crane", "copy", "--platform", "linux/amd64", base(), image + "-base:1");
        project.file("Buildfile", "FROM " + image + "-base:1\nRUN uname -m\n");
        assertThat(buildah("linux/arm64", "--file=Buildfile"))
                .exitCode(1)
                .stderrContains("is there for linux/amd64, expected linux/arm64")
                .stderrDoesNotContain("x86_64");
        assertThat(here.program("sh", "-c", "! crane ls " + image + " | grep ."))
                .exitCode(0);
    }

    /** buildah 1.28 takes the first stage's base for the second one as well, and writes arm64 into the config. */
    @Test
    void whatWasBuiltNativelyAfterAllIsNotPushed() throws IOException {
        plan("linux/arm64");
        project.file(
                "Buildfile",
                "FROM --platform=linux/amd64 " + base() + " AS build\nRUN uname -m >/m\nFROM " + base()
                        + "\nCOPY --from=build /m /m\nRUN uname -m\n");
        assertThat(buildah("linux/arm64", "--file=Buildfile"))
                .exitCode(4)
                .stderrContains("is x86-64, expected AArch64", "Nothing was pushed");
        assertThat(Files.readString(folder.resolve(".multiarch/records/p1/linux-arm64/1.json")))
                .contains("\"failed\"");
    }
}
