package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each step made to fail in turn: the exit code says it, and the old tag stays. */
class FaultsIT extends InProject {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            looking at the builder     | buildx inspect*            | 4
            building                   | buildx build*              | 4
            making the index           | *imagetools create*dry-run* | 4
            pushing the candidate      | *imagetools create*-t*@sha256:* | 4
            moving the tag             | *imagetools create*-t*:1.0* | 4
            """)
    void aProgramThatFailsLeavesTheTagWhereItWas(String step, String fault, int exit) throws IOException {
        assertThat(here.run(ship())).exitCode(0);
        String before = digest();

        assertThat(broken(fault).run(ship())).exitCode(exit).stderrContains("broken on purpose");
        assertThat(digest()).isEqualTo(before);
    }

    @Test
    void aTagPushThatFailsNamesTheCandidateAndWhatToDo() throws IOException {
        assertThat(here.run(ship())).exitCode(0);
        String before = digest();

        assertThat(broken("*imagetools create*-t*:1.0*").run(ship()))
                .exitCode(4)
                .stdoutContains("the candidate " + project.image() + "@sha256:", "is pushed", before)
                .stderrContains("multiarch promote " + project.image() + "@sha256:");
    }

    @Test
    void historyThatIsGoneMakesTheLegItsOwnBasis() throws IOException {
        assertThat(broken("*history logs*").run(ship())).exitCode(0);

        assertThat(here.program("crane", "manifest", project.image() + ":1.0"))
                .exitCode(0)
                .stdoutContains("\"dev.multiarch.build.basis\": \"leg\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a registry that is down | 127.0.0.1:9/app:1         | 3 | 127.0.0.1:9
            a tag that is unknown   | REGISTRY/it/none:1        | 3 | 404
            a malformed reference   | UPPER/Case:x:y            | 2 | malformed
            a malformed digest      | app@sha256:12             | 2 | digest "sha256:12" is malformed
            """)
    void whatCannotBeJudgedIsNoPass(String name, String reference, int exit, String message) {
        String actual = reference.replace("REGISTRY", stack.registry());

        assertThat(here.run("verify-index", actual))
                .exitCode(exit)
                .stdoutIsEmpty()
                .stderrIsOneLineWith("error: ", message);
    }

    @Test
    void terminationEndsTheBuildAndMovesNothing() throws Exception {
        project.file("Dockerfile", Project.DOCKERFILE.replace("uname -m", "sleep 271"));
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.multiarch.cli.Main"));
        words.addAll(List.of(ship()));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        waitFor(log, "sleep 271");
        List<ProcessHandle> children = process.descendants().toList();
        assertThat(children).isNotEmpty();

        process.destroy();

        process.waitFor();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(children).noneMatch(Commands::runs);
        assertThat(here.program("crane", "digest", project.image() + ":1.0")).exitCode(1);
    }

    private static void waitFor(Path log, String text) throws Exception {
        for (int i = 0; i < 3000 && !Files.readString(log).contains(text); i++) {
            Thread.sleep(100);
        }
        assertThat(Files.readString(log)).contains(text);
    }

    /** A docker command that fails where its arguments match, and is the real one otherwise. */
    private Commands broken(String pattern) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Transcript real = here.program("sh", "-c", "command -v docker");
        assertThat(real).exitCode(0);
        Path docker = bin.resolve("docker");
        Files.writeString(
                docker,
                "#!/bin/sh\ncase \"$*\" in\n" + pattern.replace(" ", "\\ ")
                        + ") echo broken on purpose >&2; exit 9;;\nesac\nexec "
                        + real.out().strip() + " \"$@\"\n");
        assertThat(docker.toFile().setExecutable(true)).isTrue();
        return here.with("PATH", bin + ":" + System.getenv("PATH"));
    }

    private String[] ship() {
        return new String[] {
            "ship",
            "--image",
            project.image(),
            "--platforms",
            "linux/amd64,linux/arm64",
            "--tag",
            "1.0",
            "--builder",
            stack.remoteBuilder(),
            "--",
            ".",
            "--build-arg",
            "SALT=" + UUID.randomUUID()
        };
    }

    private String digest() {
        Transcript transcript = here.program("crane", "digest", project.image() + ":1.0");
        assertThat(transcript).exitCode(0);
        return transcript.out().strip();
    }
}
