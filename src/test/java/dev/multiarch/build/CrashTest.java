package dev.multiarch.build;

import static dev.multiarch.build.CrashBench.ARM64;
import static dev.multiarch.build.CrashBench.SEGV;
import static dev.multiarch.build.CrashBench.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What BuildKit 0.34.2 printed of steps whose programs crashed. */
class CrashTest {
    private static final String ALIEN = "exec /alien: exec format error";

    private final CrashBench bench = new CrashBench();

    private String emulatedCrash() {
        return bench.buildx("#6 0.100 " + SEGV, "#6 0.103 Segmentation fault", ended(139))
                .orElseThrow()
                .explained();
    }

    @Test
    void aCrashUnderQemuNamesStepLineSignalVersionAndWhatToTry() {
        assertThat(emulatedCrash())
                .isEqualTo(
                        "the emulated step [3/3] RUN make (app/Dockerfile:3) was ended by signal 11 (SIGSEGV,"
                                + " segmentation fault) after it printed \"" + SEGV
                                + "\". It may be a fault of QEMU: sound"
                                + " programs crash under it, and run well on a CPU of linux/arm64. /usr/bin/qemu-aarch64 ran"
                                + " it, QEMU 7.2.22 (learnt by: command). Fix: move what the step runs to a FROM"
                                + " --platform=$BUILDPLATFORM stage and cross-compile there; or build linux/arm64 on a native"
                                + " runner; or use another version of QEMU; multiarch doctor --explain qemu-segfault says more");
    }

    @Test
    void aVersionThatIsKnownToBeBadIsNamed() {
        bench.host = CrashBench.host("8.2.1");
        assertThat(emulatedCrash())
                .contains("QEMU 8.2.1 (learnt by: command). That version is on the list of known bad ones: a compare,");
    }

    @Test
    void aVersionThatIsNotKnownIsNotGuessed() {
        bench.host = HostFacts.unknown("the builder is on another host");
        assertThat(emulatedCrash())
                .contains(". What ran it is not known; QEMU's version is unknown: the builder is on another host. Fix");
    }

    @Test
    void aNativeCrashIsNotBlamedOnQemu() {
        bench.emulated = Optional.of(false);
        assertThat(bench.buildx("#6 0.103 Segmentation fault", ended(139))
                        .orElseThrow()
                        .explained())
                .isEqualTo("the native step [3/3] RUN make (app/Dockerfile:3) was ended by signal 11 (SIGSEGV,"
                        + " segmentation fault). QEMU did not run it: the fault is in the program, or in what it was"
                        + " given. Fix: run the step's command in its base image on a machine of that architecture,"
                        + " with a debugger; multiarch doctor --explain exit-139 says more");
        assertThat(bench.buildx(ended(132)).orElseThrow().explained())
                .contains("uses an instruction that the builder's CPU does not have", "Fix: compile for an older CPU")
                .doesNotContain("uncaught", "native runner");
    }

    @Test
    void aProgramOfAnotherArchitectureInANativeStepIsSaidToBeThat() {
        bench.emulated = Optional.of(false);
        assertThat(bench.buildx("#6 0.1 " + SEGV, ended(139)).orElseThrow().explained())
                .contains(
                        "the native step", "The step itself is native, so QEMU ran a program of another architecture");
    }

    @Test
    void whereItIsNotKnownWhetherAStepIsEmulatedNothingIsBlamed() {
        bench.emulated = Optional.empty();
        assertThat(bench.buildx(ended(139)).orElseThrow().explained())
                .startsWith("the step [3/3] RUN make (app/Dockerfile:3) was ended by signal 11")
                .contains(". Whether it ran under emulation is not known. ")
                .doesNotContain("/usr/bin/qemu-aarch64");
        bench.place = Optional.empty(); // the leg may be emulated, and the step of another platform
        bench.emulated = Optional.of(true);
        assertThat(bench.buildx(ended(139)).orElseThrow().why()).startsWith("the step [3/3] RUN make was ended");
    }

    @Test
    void ofAStepForAnotherPlatformThanTheLegsTheEmulatorIsNotGuessed() {
        bench.place = Optional.of(new BuildSteps.Step(3, Platform.parse("linux/s390x")));
        assertThat(bench.buildx(ended(139)).orElseThrow().explained())
                .contains("Which QEMU runs linux/s390x is not known. Fix: ", "or build linux/s390x on a native runner")
                .doesNotContain("/usr/bin/qemu-aarch64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "132 | signal 4 (SIGILL, illegal instruction) | QEMU does not have an instruction of the program | exit-132",
                "133 | signal 5 (SIGTRAP, trace/breakpoint trap) | a fault of QEMU | qemu-segfault",
                "134 | signal 6 (SIGABRT, aborted) | a fault of QEMU | qemu-segfault",
                "135 | signal 7 (SIGBUS, bus error) | a fault of QEMU | qemu-segfault",
                "136 | signal 8 (SIGFPE, floating point exception) | a fault of QEMU | qemu-segfault",
                "137 | signal 9 (SIGKILL, killed) | there is not enough memory; or somebody stopped it | exit-137",
                "139 | signal 11 (SIGSEGV, segmentation fault) | a fault of QEMU | exit-139",
                "159 | signal 31 (SIGSYS, bad system call) | seccomp profile does not allow | seccomp-too-old"
            })
    void eachSignalIsSaidInWords(int exit, String signal, String cause, String page) {
        assertThat(bench.buildx(ended(exit)).orElseThrow().explained())
                .contains(
                        " was ended by " + signal + ". ", cause, "; multiarch doctor --explain " + page + " says more");
    }

    @Test
    void aStepThatItsMemoryLimitEndedIsNotEmulationsFault() {
        String explained = bench.buildx("#6 ERROR: ResourceExhausted: process \"/bin/sh -c make\" did not complete"
                        + " successfully: cannot allocate memory")
                .orElseThrow()
                .explained();
        assertThat(explained)
                .contains(
                        "was ended by signal 9 (SIGKILL, killed). Its memory limit was reached. Fix: give the builder")
                .doesNotContain("QEMU");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1, 2, 255})
    void aCrashThatAnotherProgramMadeAnExitCodeOfIsNamedByItsLine(int exit) {
        assertThat(bench.buildx(
                                "#6 9.1 " + SEGV,
                                "#6 9.2 dpkg: error processing package libc-bin (--configure):",
                                "#6 9.3 E: Sub-process /usr/bin/dpkg returned an error code (1)",
                                ended(exit))
                        .orElseThrow()
                        .why())
                .isEqualTo("the emulated step [3/3] RUN make (app/Dockerfile:3) ended with exit code " + exit
                        + " after it printed \"" + SEGV + "\"");
    }

    @Test
    void anUnknownSystemCallAsksForANewerQemu() {
        assertThat(bench.buildx("#6 0.1 qemu: Unsupported syscall: 439", ended(1))
                        .orElseThrow()
                        .explained())
                .contains("QEMU does not know a system call of the program", "or use a newer QEMU; multiarch doctor");
    }

    @Test
    void aProgramThatNothingRunsWantsAnEmulatorOrAnotherFile() {
        assertThat(bench.buildx("#6 0.1 " + ALIEN, ended(255)).orElseThrow().explained())
                .contains("ended with exit code 255 after it printed \"" + ALIEN + "\". The builder runs programs of"
                        + " linux/arm64, so the file is a program of another architecture, or none: empty,")
                .contains("Fix: look at the file that was started")
                .doesNotContain("/usr/bin/qemu-aarch64", "--install");
        bench.lacksAnEmulator();
        assertThat(bench.buildx("#6 0.1 " + ALIEN, ended(255)).orElseThrow().explained())
                .contains("The builder can't run programs of linux/arm64: no emulator that works is registered")
                .contains("binfmt --install arm64)");
        bench.emulated = Optional.of(false);
        assertThat(bench.buildx("#6 0.1 " + ALIEN, ended(255)).orElseThrow().explained())
                .contains("The builder's CPU runs linux/arm64 itself, so the file is")
                .doesNotContain("--install");
    }

    @Test
    void whatDidNotCrashIsNotExplained() {
        assertThat(bench.buildx(ended(1))).isEmpty();
        assertThat(bench.buildx("#6 DONE 0.1s")).isEmpty();
        assertThat(bench.buildx("#6 CANCELED")).isEmpty();
        assertThat(bench.buildx("#6 ERROR: failed to calculate checksum of ref abc: \"/x\": not found"))
                .isEmpty();
        assertThat(bench.buildx("#6 0.1 " + SEGV, "#6 DONE 0.1s", "#7 [3/4] RUN other", "#7 ERROR: x"))
                .isEmpty();
        // Said by the command, and long before the end.
        assertThat(bench.buildx("#6 ERROR: process \"/bin/sh -c echo '" + SEGV
                        + "'\" did not complete successfully: exit code: 1"))
                .isEmpty();
        var lines = new ArrayList<>(List.of("#6 0.1 " + SEGV));
        for (int i = 0; i < 60; i++) {
            lines.add("#6 1.0 test " + i + " passed");
        }
        lines.add(ended(1));
        assertThat(bench.buildx(lines.toArray(String[]::new))).isEmpty();
    }

    @Test
    void aSecondCallOfBuildxForgetsTheFirst() {
        assertThat(bench.buildx(ended(139), "#0 building with \"ci\" instance using remote driver"))
                .isEmpty();
    }

    @Test
    void theFirstStepThatFailsCountsAndAProgramCannotEndAnother() {
        assertThat(bench.buildx(
                                "#7 [other 2/2] RUN x",
                                "#7 0.1 #6 ERROR: process: exit code: 132",
                                ended(139),
                                "#7 CANCELED")
                        .orElseThrow()
                        .why())
                .contains("RUN make", "signal 11");
    }

    @Test
    void aCommandOfManyKilobytesHidesTheExitCodeAndNotTheCrash() {
        String command = "x".repeat(8_000);
        assertThat(bench.buildx("#6 0.1 " + SEGV, "#6 ERROR: process \"/bin/sh -c " + command + "… (9000 bytes more)")
                        .orElseThrow()
                        .why())
                .isEqualTo(
                        "the emulated step [3/3] RUN make (app/Dockerfile:3) failed after it printed \"" + SEGV + "\"");
    }

    @Test
    void withoutStepsTheEndOfTheBuildIsRead() {
        Optional<FailedStep> step = FailedStep.of(List.of(
                " > [3/3] RUN make:",
                "0.080 a",
                "0.100 " + SEGV,
                "------",
                "segv:3",
                "--------------------",
                "   3 | >>> RUN make",
                "--------------------",
                "ERROR: failed to build: failed to solve: process \"/bin/sh -c make\" did not complete successfully:"
                        + " exit code: 139"));
        assertThat(step.flatMap(found -> Crash.of(found, ARM64, bench.host))
                        .orElseThrow()
                        .why())
                .isEqualTo("the step \"/bin/sh -c make\" (segv:3) was ended by signal 11 (SIGSEGV, segmentation fault)"
                        + " after it printed \"" + SEGV + "\"");
        assertThat(FailedStep.of(List.of("0.1 process \"x\" did not complete successfully: exit code: 139")))
                .isEmpty();
    }
}
