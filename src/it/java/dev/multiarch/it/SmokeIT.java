package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.host.ProbeProgram;
import dev.multiarch.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images from scratch, without a shell, whose programs work, crash, hang, print much or differ, run on real builders. */
class SmokeIT extends InProject {
    private static final String ALL = "linux/amd64,linux/arm64,linux/arm/v7";

    private SmokeImages images;

    @BeforeEach
    void makeImages() throws IOException {
        images = SmokeImages.in(folder, stack, here);
    }

    private Transcript smoke(String... words) {
        List<String> all = new ArrayList<>(List.of("smoke", image + ":1", "--builder", stack.remoteBuilder()));
        all.addAll(List.of(words));
        return here.run(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MULTIARCH_IT_REMOTE_BUILDER", "MULTIARCH_IT_CONTAINER_BUILDER"})
    void anImageWithoutAShellRunsOnEveryPlatformAndDriver(String variable) throws IOException {
        images.programs("uname");
        images.dockerfile("USER 1000:1000\nENTRYPOINT [\"/bin/uname\"]\nCMD [\"-s\"]\n");
        images.push(image + ":1", ALL);
        Files.writeString(
                folder.resolve("smoke.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: smoke\nimage:\n  smoke:\n"
                        + "    - {arguments: [], output: {equals: Linux}, same-output: true}\n"
                        + "    - {run: [uname, -m], output: {matches: x86_64|aarch64|armv7l}}\n");

        assertThat(here.run(
                        "verify-index",
                        image + ":1",
                        "--policy",
                        "smoke.yaml",
                        "--run",
                        "--builder",
                        Stack.variable(variable)))
                .exitCode(0)
                .stdoutContains(
                        "[linux/amd64] ENTRYPOINT exited with 0 and printed \"Linux\" (native: command)",
                        "[linux/arm64] ENTRYPOINT exited with 0 and printed \"Linux\" (emulated by ",
                        "uname -m exited with 0 and printed \"aarch64\" (emulated by ",
                        "uname -m exited with 0 and printed \"armv7l\" (emulated by ",
                        ": probe, QEMU ",
                        "ENTRYPOINT printed the same on 3 platforms: \"Linux\"");
    }

    /** Each call of buildx takes longer than most programs. */
    @Test
    void theCommandOfAllPlatformsIsOneBuildAndAFailureHidesNone() throws IOException {
        images.programs("uname", "cat");
        Files.delete(folder.resolve("arm64/cat"));
        images.push(image + ":1", ALL);
        Transcript good = smoke("--verbose", "--", "/bin/uname", "-s");
        assertThat(good).exitCode(0).stdoutContains("3 passed");
        assertThat(good.err().lines().filter(line -> line.contains("--progress=rawjson")))
                .hasSize(1);
        assertThat(smoke("--", "/bin/cat", "/bin/nosuch"))
                .exitCode(1)
                .stdoutContains(
                        "[linux/arm64] /bin/cat /bin/nosuch did not start",
                        "[linux/amd64] /bin/cat /bin/nosuch exited with 1 and printed \"cat: can't open",
                        "[linux/arm/v7] /bin/cat /bin/nosuch exited with 1 and printed \"cat: can't open",
                        "3 failed");
    }

    @Test
    void wordsAndVariablesReachTheProgramAsTheyAre() throws IOException {
        images.programs("echo", "env");
        images.push(image + ":1", "linux/amd64,linux/arm64");
        String hostile = "$HOME ${X} `id` <<EOF a\"b'c\\ \u00e4";
        assertThat(smoke("--matches", "(?s).*", "--same-output", "--", "/bin/echo", hostile, "two\nlines"))
                .exitCode(0)
                .stdoutContains("printed the same on 2 platforms: \"" + hostile + " two | lines\"");
        assertThat(smoke(
                        "--contains",
                        "A=" + hostile,
                        "--env",
                        "A=" + hostile,
                        "--env",
                        "PATH=/nowhere",
                        "--",
                        "/bin/env"))
                .exitCode(0)
                .stdoutContains("PATH=/nowhere");
    }

    @Test
    void aProgramThatCrashesUnderOneArchitectureFailsThereAndShowsWhatItSaid() throws IOException {
        images.programs("uname");
        SpoiledProgram.spoil(folder.resolve("arm64/uname"));
        images.push(image + ":1", ALL);
        assertThat(smoke("--", "/bin/uname"))
                .exitCode(1)
                .stdoutContains(
                        "fail     image.smoke [linux/arm64] /bin/uname crashed by signal 4 and printed \"qemu: uncaught target"
                                + " signal 4 (Illegal instruction)",
                        "pass     image.smoke [linux/amd64]",
                        "pass     image.smoke [linux/arm/v7]",
                        "1 failed, 0 unknown, 2 passed");
    }

    @Test
    void anEmptyFileAndAMissingProgramDoNotStart() throws IOException {
        images.programs("uname");
        Files.write(folder.resolve("arm64/uname"), new byte[0]);
        images.push(image + ":1", "linux/amd64,linux/arm64");
        assertThat(smoke("--", "/bin/uname"))
                .exitCode(1)
                .stdoutContains(
                        "[linux/arm64] /bin/uname did not start: exec /bin/uname: exec format error",
                        "1 failed, 0 unknown");
        assertThat(smoke("--exit-code", "1", "--", "/bin/nosuch"))
                .exitCode(1)
                .stdoutContains(
                        "/bin/nosuch did not start: \"/bin/nosuch\": stat /bin/nosuch: no such file or directory");
    }

    @Test
    void aProgramThatHangsIsEnded() throws Exception {
        images.programs("sleep");
        images.push(image + ":1", "linux/amd64,linux/arm64");
        String marked = "31" + System.nanoTime() % 1_000_000;
        assertThat(smoke("--time-limit", "2s", "--", "/bin/sleep", marked))
                .exitCode(1)
                .stdoutContains(
                        "[linux/amd64] /bin/sleep " + marked + " ran longer than 2 s and was ended and printed nothing",
                        "2 failed");
        for (int i = 0; i < 100 && runs(marked); i++) {
            Thread.sleep(100);
        }
        assertThat(runs(marked)).as("whether BuildKit still runs it").isFalse();
    }

    private static boolean runs(String argument) {
        return ProcessHandle.allProcesses()
                .map(each -> each.info().commandLine().orElse(""))
                .anyMatch(line -> line.endsWith("/bin/sleep " + argument));
    }

    @Test
    void tenMegabytesAreCut() throws IOException {
        images.programs("seq");
        images.push(image + ":1", "linux/amd64,linux/arm64");
        Transcript much = smoke("--same-output", "--format", "json", "--", "/bin/seq", "1400000");
        assertThat(much).exitCode(3).stdoutContains("printed more than 64 KiB, of which the beginning is the same");
        assertThat(much.out()).hasSizeLessThan(20_000);
    }

    @Test
    void outputThatDiffersByPlatformIsShownOfBoth() throws IOException {
        images.programs("uname");
        images.push(image + ":1", "linux/amd64,linux/arm64");
        assertThat(smoke("--same-output", "--", "/bin/uname", "-m"))
                .exitCode(1)
                .stdoutContains("/bin/uname -m printed \"aarch64\", expected \"x86_64\" as on linux/amd64");
    }

    @Test
    void aTriggerThatWouldRunFirstIsUnknown() throws IOException {
        images.programs("uname", "false");
        images.dockerfile("ONBUILD RUN [\"/bin/false\"]\n");
        images.push(image + ":1", "linux/amd64");
        assertThat(smoke("--", "/bin/uname"))
                .exitCode(3)
                .stdoutContains("it has 1 ONBUILD instruction, which a builder would run first");
    }

    /** Of another CPU's program BuildKit runs whatever it is, whichever platform is asked for. */
    @Test
    void aPlatformThatTheBuilderCannotRunIsUnknown() throws IOException {
        images.programs("uname");
        Files.createDirectories(folder.resolve("s390x"));
        Files.write(
                folder.resolve("s390x/uname"),
                ProbeProgram.of(Platform.parse("linux/s390x")).orElseThrow());
        assertThat(folder.resolve("s390x/uname").toFile().setExecutable(true)).isTrue();
        images.push(image + ":1", "linux/amd64,linux/s390x");
        assertThat(smoke("--", "/bin/uname"))
                .exitCode(3)
                .stdoutContains("the builder can't run programs for linux/s390x: the probe failed", "1 passed");
    }

    @Test
    void behindTlsAndAPasswordTheClientsLoginServes() throws IOException {
        images.programs("uname");
        String closed = image.replace(stack.registry(), Stack.variable("MULTIARCH_IT_SECURE_REGISTRY"));
        images.push(closed + ":1", "linux/amd64,linux/arm64");
        for (String builder : List.of(stack.remoteBuilder(), stack.containerBuilder())) {
            assertThat(here.run("smoke", closed + ":1", "--builder", builder, "--", "/bin/uname", "-s"))
                    .exitCode(0)
                    .stdoutContains("2 passed");
        }
    }
}
