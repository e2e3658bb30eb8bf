package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.record.BuildRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds by the real buildah and the real podman that hang, take too long, are interrupted, or have no room. */
class BuildahWatchIT extends InProject {
    private Map<String, String> storage = Map.of();

    @BeforeEach
    void ownStorage() throws IOException {
        plan("linux/arm64");
        store(folder);
    }

    /** Its own, so that nothing of another test is there. */
    private void store(Path place) throws IOException {
        String file = project.file(
                "storage.conf",
                "[storage]\ndriver = \"vfs\"\ngraphroot = \"" + place + "/b\"\nrunroot = \"" + folder + "/b-run\"\n");
        storage = Map.of(
                "STORAGE_DRIVER", "vfs",
                "BUILDAH_ISOLATION", "chroot",
                "CONTAINERS_STORAGE_CONF", folder.resolve(file).toString());
    }

    private void plan(String platforms) {
        plan(image, platforms);
    }

    private void plan(String of, String platforms) {
        assertThat(here.run("plan", "--image", of, "--platforms", platforms, "--plan-id", "p1"))
                .exitCode(0);
    }

    private void steps(String... lines) throws IOException {
        project.file("Buildfile", "FROM " + base() + "\n" + String.join("\n", lines) + "\n");
    }

    private static String base() {
        return Stack.variable("MULTIARCH_IT_BASE_IMAGE");
    }

    private static String[] words(String tool, String... limits) {
        List<String> words = new ArrayList<>(List.of("build", "--with", tool, "--platform", "linux/arm64"));
        words.addAll(List.of(limits));
        words.addAll(List.of("--", ".", "--file=Buildfile"));
        return words.toArray(String[]::new);
    }

    private Transcript build(String tool, String... limits) {
        Commands with = commands.in(folder);
        for (Map.Entry<String, String> variable : storage.entrySet()) {
            with = with.with(variable.getKey(), variable.getValue());
        }
        return with.run(words(tool, limits));
    }

    private List<String> failure() throws IOException {
        Path file = folder.resolve(".multiarch/records/p1/linux-arm64/1.json");
        BuildRecord record = BuildRecord.read(Files.readAllBytes(file), "record");
        assertThat(record.built()).isFalse();
        return record.failure();
    }

    private void requireNothingRuns(String words) {
        assertThat(here.program("pgrep", "-f", "[" + words.charAt(0) + "]" + words.substring(1)))
                .exitCode(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"buildah", "podman"})
    void anEmulatedStepHasItsLimit(String tool) throws IOException {
        String hang = "sleep " + (tool.equals("podman") ? 911 : 912);
        steps("RUN true", "RUN echo begun; " + hang);
        assertThat(build(tool, "--step-timeout", "5s"))
                .exitCode(4)
                .stderrContains(
                        "was ended: the emulated step [3/3] RUN echo begun; " + hang + " (Buildfile:3) took longer"
                                + " than 5s (--step-timeout):",
                        " ran it, QEMU ",
                        tool + " was ended, with what it ran",
                        tool + " rm ",
                        "The record of attempt 1 is p1/linux-arm64/1.json. No tag was moved");
        requireNothingRuns(hang);
        assertThat(failure().get(0)).startsWith("ended: the emulated step [3/3]");
    }

    @Test
    void aNativeStepHasNoLimitOfItsOwnAndTheLegHas() throws IOException {
        project.file(
                "Buildfile",
                "FROM --platform=linux/amd64 " + base() + " AS native\nRUN echo begun; sleep 913\nFROM " + base()
                        + "\nCOPY --from=native /bin/busybox /native\n");
        assertThat(build("buildah", "--step-timeout", "3s", "--timeout", "8s"))
                .exitCode(4)
                .stderrContains("the leg took longer than 8s (--timeout); step [stage-0 2/2] RUN echo begun; sleep 913"
                        + " (Buildfile:2) still ran");
        requireNothingRuns("sleep 913");
    }

    @Test
    void aStepThatHangsAfterACrashIsEnded() throws IOException {
        steps("RUN sh -c 'kill -SEGV $$'; sleep 914");
        assertThat(build("buildah", "--silence-timeout", "3s"))
                .exitCode(4)
                .stderrContains("(Buildfile:2) printed \"qemu: uncaught target signal 11 (Segmentation fault)");
        requireNothingRuns("sleep 914");
    }

    @ParameterizedTest
    @ValueSource(strings = {"buildah", "podman"})
    void aCrashThatEndsItsStepIsNamed(String tool) throws IOException {
        boolean shell = tool.equals("podman"); // else the program of the step itself crashes
        steps("RUN true", "RUN " + (shell ? "sh -c 'kill -SEGV $$'; exit $?" : "sh -c 'kill -ILL $$'"));
        String signal = shell ? "signal 11 (SIGSEGV, segmentation fault)" : "signal 4 (SIGILL, illegal instruction)";
        assertThat(build(tool))
                .exitCode(4)
                .stderrContains(
                        "the emulated step [3/3] RUN sh -c 'kill -",
                        " (Buildfile:3) was ended by " + signal + " after it printed \"qemu: uncaught target signal",
                        " ran it, QEMU ",
                        "Fix: move what the step runs to a FROM --platform=$BUILDPLATFORM stage",
                        "The record of attempt 1 is p1/linux-arm64/1.json. No tag was moved");
        assertThat(failure().get(0))
                .startsWith("crashed: the emulated step [3/3]")
                .contains(signal);
    }

    @ParameterizedTest(name = "{0}, SIG{1}, {2} times")
    @CsvSource({"buildah, INT, 2, 130", "podman, INT, 1, 130", "buildah, TERM, 1, 143"})
    void anInterruptionLeavesARecordAndNothingThatRuns(String tool, String signal, int times, int exit)
            throws Exception {
        String hang = "sleep " + (920 + times + tool.length());
        steps("RUN echo begun; " + hang);
        // A shell starts what it puts into the background with SIGINT ignored, and a JVM then keeps to that.
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=" + signal));
        words.addAll(Commands.command(words(tool)));
        Path log = folder.resolve("log");
        ProcessBuilder builder = Commands.process(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(storage);
        Process build = builder.start();
        try {
            long until = System.nanoTime() + Duration.ofMinutes(3).toNanos();
            while (System.nanoTime() < until && Files.readString(log).lines().noneMatch("begun"::equals)) {
                assertThat(build.isAlive()).as(Files.readString(log)).isTrue();
                Thread.sleep(50);
            }
            for (int i = 0; i < times; i++) {
                run("sh", "-c", "kill -" + signal + " " + build.pid());
            }
            assertThat(build.waitFor()).isEqualTo(exit);
        } finally {
            build.destroyForcibly();
        }
        assertThat(Files.readString(log))
                .contains("linux/arm64: interrupted. The record of attempt 1 is p1/linux-arm64/1.json");
        assertThat(failure())
                .containsExactly(
                        "interrupted by a signal", "running then: [2/2] RUN echo begun; " + hang + " (Buildfile:2)");
        requireNothingRuns(hang);
    }

    @Test
    void aFullDiskIsNamedAndNothingIsPushed() throws IOException {
        steps("RUN dd if=/dev/zero of=/large bs=1M count=40; echo ended $?");
        Path small = Files.createDirectory(folder.resolve("small"));
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", small.toString());
        try {
            store(small);
            assertThat(build("buildah"))
                    .exitCode(4)
                    .stderrContains("no space left on device", "The record of attempt 1");
        } finally {
            run("umount", small.toString());
        }
        assertThat(failure()).anyMatch(line -> line.contains("no space left on device"));
    }

    @Test
    void aRegistryThatIsAwayAtThePushIsNamed() throws IOException {
        plan("127.0.0.1:1/away/app", "linux/arm64");
        steps("RUN uname -m");
        assertThat(build("buildah"))
                .exitCode(4)
                .stderrContains("could not be pushed: 127.0.0.1:1", "The record of attempt 1", "aarch64");
        assertThat(failure()).anyMatch(line -> line.contains("127.0.0.1:1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"buildah", "podman"})
    void theTableShowsALineAStep(String tool) throws IOException {
        project.file(
                "Buildfile",
                "FROM --platform=linux/amd64 " + base() + " AS native\nRUN sleep 0.3; echo hidden\nFROM " + base()
                        + "\nCOPY --from=native /bin/busybox /native\nRUN sleep 0.4; uname -m\n");
        Transcript built = build(tool, "--progress", "table");
        // 1.28 and 4.3.1 take the first stage's base for the second one too, which is found out after the build.
        assertThat(built).exitCode(4).stderrDoesNotContain("STEP 1/2").stderrContains("is x86-64, expected AArch64");
        assertThat(built.err())
                .containsPattern("(?m)^linux/amd64 +- +[0-9.]+ s  \\[stage-0 1/2] FROM .* \\(Buildfile:1\\)$")
                .containsPattern(
                        "(?m)^linux/amd64 +native +[0-9.]+ s  \\[stage-0 2/2] RUN sleep 0.3.* \\(Buildfile:2\\)$")
                .containsPattern(
                        "(?m)^linux/arm64 +emulated +[0-9.]+ s  \\[stage-1 3/3] RUN sleep 0.4.* \\(Buildfile:5\\)$");
    }

    @Test
    void podmanBuildsALegThatIsPushedByDigest() throws IOException {
        steps("RUN uname -m >/made-on", "RUN cat /made-on");
        assertThat(build("podman")).exitCode(0).stderrContains("aarch64", "of it emulated (by steps)");
        assertThat(here.program("sh", "-c", "! crane ls " + image + " | grep ."))
                .exitCode(0);
        assertThat(here.run("merge", "--tag", "1.0", "--require", "linux/arm64"))
                .exitCode(0);
        assertThat(Files.readString(folder.resolve(".multiarch/records/p1/linux-arm64/1.json")))
                .contains("\"podman 4.");
    }
}
