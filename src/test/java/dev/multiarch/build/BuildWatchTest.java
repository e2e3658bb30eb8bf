package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.StepLimit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that stands still until a test moves it, and BuildKit's output as it was seen. */
class BuildWatchTest {
    private static final String CRASH = "qemu: uncaught target signal 11 (Segmentation fault) - core dumped";
    private static final Duration STEP = Duration.ofSeconds(60);

    private long seconds;
    private Optional<Boolean> emulated = Optional.of(true);
    private Optional<BuildSteps.Step> place = Optional.of(new BuildSteps.Step(4, Platform.parse("linux/arm64")));
    private final BuildWatch.Steps steps = new BuildWatch.Steps() {
        @Override
        public Optional<BuildSteps.Step> find(String name) {
            return place;
        }

        @Override
        public Optional<Boolean> isEmulated(Optional<BuildSteps.Step> step) {
            return emulated;
        }

        @Override
        public String file() {
            return "app/Dockerfile";
        }
    };

    private BuildWatch watch(Duration leg, Optional<Duration> step, Duration silence) {
        var limits = new LegLimits(leg, step.map(longest -> new StepLimit(longest, "--step-timeout")), silence);
        return new BuildWatch(limits, steps, () -> Duration.ofSeconds(seconds).toNanos());
    }

    private BuildWatch usual() {
        return watch(LegLimits.LONGEST, Optional.empty(), LegLimits.SILENCE);
    }

    private static void say(BuildWatch watch, String... lines) {
        for (String line : lines) {
            watch.line(line);
        }
    }

    @Test
    void aStepThatIsSilentAfterACrashIsNamedByItsLine() {
        BuildWatch watch = usual();
        say(watch, "#5 [2/2] RUN /bin/crash", "#5 0.184 " + CRASH);
        seconds = 30;
        assertThat(watch.ending()).isEmpty();
        seconds = 31;
        Ending ending = watch.ending().orElseThrow();
        assertThat(ending.why())
                .isEqualTo("step [2/2] RUN /bin/crash (app/Dockerfile:4) printed \"" + CRASH
                        + "\" and then nothing for 30s");
        assertThat(ending.fix())
                .isEqualTo("build this platform on a native runner, or move what the step runs to a"
                        + " FROM --platform=$BUILDPLATFORM stage; multiarch doctor --explain '" + CRASH
                        + "' says more. If the step was only slow, raise --silence-timeout");
        say(watch, "#5 DONE 31.0s");
        assertThat(watch.ending()).contains(ending);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qemu: uncaught target signal 4 (Illegal instruction) - core dumped",
                "QEMU internal SIGSEGV {code=MAPERR, addr=0x20}",
                "Illegal instruction (core dumped)",
                "qemu: Unsupported syscall: 277",
                ".buildkit_qemu_emulator: /bin/sh: Invalid ELF image for this architecture",
                "exec /bin/sh: exec format error"
            })
    void eachMessageOfAnEmulatorOrTheKernelCounts(String line) {
        BuildWatch watch = usual();
        say(watch, "#5 [2/2] RUN x", "#5 0.1 " + line);
        seconds = 31;
        assertThat(watch.ending()).isPresent();
    }

    @Test
    void whatGoesOnAfterSuchALineIsNotEnded() {
        BuildWatch watch = usual();
        say(watch, "#5 [2/2] RUN make test", "#5 0.1 ok: prints '" + CRASH + "'");
        for (int i = 0; i < 20; i++) {
            seconds += 29;
            say(watch, "#5 " + seconds + ".0 test " + i + " passed");
            assertThat(watch.ending()).isEmpty();
        }
        seconds += 600; // it links
        assertThat(watch.ending()).isEmpty();
    }

    /** {@code RUN /bin/crash || true}: only this line shows it. */
    @Test
    void aStepThatEndsWellInSpiteOfACrashIsNamed() {
        BuildWatch watch = usual();
        say(watch, "#5 [2/2] RUN /bin/crash || true", "#5 0.1 " + CRASH, "#5 0.2 caught");
        assertThat(watch.survived()).isEmpty();
        say(watch, "#5 DONE 0.4s", "#6 [3/3] RUN make test", "#6 0.1 ok: prints '" + CRASH + "'", "#6 DONE 0.4s");
        assertThat(watch.survived())
                .containsExactly("[2/2] RUN /bin/crash || true (app/Dockerfile:4) ended well after it had printed"
                        + " \"" + CRASH + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERROR: process \"x\" did not complete successfully: exit code: 132", "CANCELED"})
    void aStepThatFailsOrIsCanceledDidNotEndWell(String end) {
        BuildWatch watch = usual();
        say(watch, "#5 [2/2] RUN x", "#5 0.1 " + CRASH, "#5 " + end);
        assertThat(watch.survived()).isEmpty();
    }

    @Test
    void aFewMoreLinesDoNotHideACrash() {
        BuildWatch watch = usual();
        say(watch, "#5 [2/2] RUN x", "#5 0.1 " + CRASH, "#5 0.2 Segmentation fault (core dumped)", "#5 0.3 ");
        seconds = 31;
        assertThat(watch.ending()).isPresent();
    }

    @Test
    void theNameOfAStepIsNoCrashAndNeitherIsAStepThatEnded() {
        BuildWatch watch = usual();
        say(watch, "#5 [1/3] RUN echo \"" + CRASH + "\"");
        say(watch, "#6 [2/3] RUN x", "#6 0.1 " + CRASH, "#6 ERROR: process \"x\" did not complete successfully");
        say(watch, "#7 0.1 " + CRASH);
        seconds = 3600;
        assertThat(watch.ending()).isEmpty();
    }

    @Test
    void aProgramCannotEndItsStepInOurEyes() {
        BuildWatch watch = usual();
        say(watch, "#5 [2/2] RUN x", "#5 0.1 " + CRASH, "#5 0.2 #5 DONE 0.2s");
        seconds = 31;
        assertThat(watch.ending()).isPresent();
    }

    @Test
    void aNativeStepMayBeSilentAndOneThatNobodyKnowsMayNot() {
        emulated = Optional.of(false);
        BuildWatch watch = usual();
        say(watch, "#5 [2/2] RUN x", "#5 0.1 " + CRASH);
        seconds = 60;
        assertThat(watch.ending()).isEmpty();
        emulated = Optional.empty();
        assertThat(watch.ending()).isPresent();
    }

    @Test
    void noSilenceIsTooLongWhereNobodyLimitsIt() {
        BuildWatch watch = watch(LegLimits.LONGEST, Optional.empty(), Duration.ZERO);
        say(watch, "#5 [2/2] RUN x", "#5 0.1 " + CRASH);
        seconds = 3600;
        assertThat(watch.ending()).isEmpty();
    }

    @Test
    void anEmulatedStepHasItsOwnLimit() {
        BuildWatch watch = watch(LegLimits.LONGEST, Optional.of(STEP), LegLimits.SILENCE);
        say(watch, "#5 [build 2/2] RUN make", "#5 1.0 cc", "#6 [stage-1 1/2] RUN true");
        seconds = 50;
        say(watch, "#6 ...", "#5 [build 2/2] RUN make", "#5 50.0 cc", "#6 DONE 50.0s");
        seconds = 61;
        assertThat(watch.ending().orElseThrow().why())
                .isEqualTo("the emulated step [build 2/2] RUN make (app/Dockerfile:4) took longer than 1m"
                        + " (--step-timeout)");
    }

    @Test
    void aStepThatIsNotKnownToBeEmulatedHasNoLimit() {
        BuildWatch watch = watch(LegLimits.LONGEST, Optional.of(STEP), LegLimits.SILENCE);
        place = Optional.empty();
        say(watch, "#5 [build 2/2] RUN make");
        place = Optional.of(new BuildSteps.Step(4, Platform.parse("linux/amd64")));
        emulated = Optional.empty();
        say(watch, "#6 [other 2/2] RUN make");
        seconds = 600;
        assertThat(watch.ending()).isEmpty();
        emulated = Optional.of(false);
        assertThat(watch.ending()).isEmpty();
    }

    @Test
    void aLegThatTakesTooLongNamesWhatStillRuns() {
        BuildWatch watch = watch(Duration.ofMinutes(20), Optional.empty(), LegLimits.SILENCE);
        say(watch, "#1 [internal] load build definition", "#5 [2/3] RUN a", "#6 [3/3] RUN b", "#5 CACHED");
        seconds = 1201;
        assertThat(watch.ending().orElseThrow().why())
                .isEqualTo("the leg took longer than 20m (--timeout); step [3/3] RUN b (app/Dockerfile:4) still ran");
        say(watch, "#6 DONE 1s");
        assertThat(watch.titles()).isEmpty();
    }
}
