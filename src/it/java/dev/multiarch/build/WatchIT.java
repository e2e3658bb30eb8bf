package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Platform;
import dev.multiarch.it.SpoiledProgram;
import dev.multiarch.it.Stack;
import dev.multiarch.policy.StepLimit;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.record.BuildRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs that crash and hang under a real QEMU, in a real BuildKit. */
class WatchIT {
    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final String HEAD =
            "FROM scratch\nARG TARGETARCH\nCOPY root-${TARGETARCH}/ /\nCOPY --chmod=755 bad /\nARG SALT\n";

    @TempDir
    Path folder;

    private LegBench bench;

    @BeforeEach
    void prepare() throws Exception {
        bench = new LegBench(folder);
        dockerfile(HEAD);
    }

    @AfterEach
    void close() {
        if (bench != null) {
            bench.close();
        }
    }

    private void dockerfile(String text) throws Exception {
        bench.dockerfile(text);
        Path bad = folder.resolve("context/bad");
        Files.copy(folder.resolve("context/root-arm64/bin/busybox"), bad, StandardCopyOption.REPLACE_EXISTING);
        SpoiledProgram.spoil(bad);
    }

    private ProgramException ended(LegLimits limits) {
        bench.limits = limits;
        return catchThrowableOfType(ProgramException.class, () -> bench.build("linux/arm64", LegBench.REMOTE));
    }

    private static LegLimits silence(int seconds) {
        return new LegLimits(LegLimits.LONGEST, Optional.empty(), Duration.ofSeconds(seconds));
    }

    private BuildRecord failed() throws Exception {
        List<BuildRecord> records = bench.store.records("p1");
        assertThat(records).hasSize(1).noneMatch(BuildRecord::built);
        return records.get(0);
    }

    /** A program of the busybox in a step is called with the salt, by which it is found among this host's processes. */
    private boolean isRunning(String words) throws Exception {
        return new Programs(line -> {}).run(Program.of("pgrep", "-f", words)).ok();
    }

    @Test
    void aProgramThatCrashesAsTheFirstOfItsContainerAndHangsIsEndedAndNamed() throws Exception {
        dockerfile(HEAD + "RUN [\"/bad\", \"" + bench.salt + "\"]\n");
        ProgramException failure = ended(silence(3));
        assertThat(failure)
                .hasMessageContaining("was ended: step [3/3] RUN [\"/bad\", \"" + bench.salt + "\"]")
                .hasMessageContaining("Dockerfile:6) printed \"qemu: uncaught target signal 4 (Illegal instruction)")
                .hasMessageContaining("and then nothing for 3s:\n")
                .hasMessageContaining(", QEMU ")
                .hasMessageContaining(". BuildKit runs nothing of it any more. Fix: ");
        assertThat(isRunning("/bad " + bench.salt)).isFalse();
        BuildRecord record = failed();
        assertThat(record.failure().get(0)).startsWith("ended: step [3/3] RUN").contains("Dockerfile:6)");
        assertThat(record.host().version().isKnown()).isTrue();
    }

    @Test
    void aCrashThatEndsItsStepIsNamedAndANativeOneIsNotBlamedOnQemu() throws Exception {
        String base = Stack.variable("MULTIARCH_IT_BASE_IMAGE");
        String crash = "RUN echo $SALT; sh -c 'kill -SEGV $$'; exit $?\n";
        dockerfile(HEAD + crash);
        assertThat(ended(LegLimits.USUAL))
                .hasMessageContaining("ended with 1: the emulated step [3/3] RUN echo " + bench.salt)
                .hasMessageContaining("Dockerfile:6) was ended by signal 11 (SIGSEGV, segmentation fault) after it"
                        + " printed \"qemu: uncaught target signal 11 (Segmentation fault)")
                .hasMessageContaining(" ran it, QEMU ")
                .hasMessageContaining("Fix: move what the step runs to a FROM --platform=$BUILDPLATFORM stage");
        BuildRecord record = failed();
        assertThat(record.failure().get(0))
                .startsWith("crashed: the emulated step [3/3] RUN")
                .contains("Dockerfile:6) was ended by signal 11");
        assertThat(record.failure()).anyMatch(line -> line.contains("exit code: 139"));
        dockerfile("FROM --platform=$BUILDPLATFORM " + base + " AS native\nARG SALT\n" + crash + HEAD
                + "COPY --from=native /bin/busybox /native\n");
        assertThat(ended(LegLimits.USUAL))
                .hasMessageContaining("the native step [native 2/2] RUN echo " + bench.salt)
                .hasMessageContaining("Dockerfile:3) was ended by signal 11 (SIGSEGV, segmentation fault). QEMU did not"
                        + " run it: the fault is in the program");
    }

    @Test
    void aStepThatGoesOnAfterACrashIsBuilt() throws Exception {
        dockerfile(HEAD + "RUN (/bad || true); for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo $i; done; sleep 5\n");
        bench.limits = silence(3);
        assertThat(bench.build("linux/arm64", LegBench.REMOTE).built()).isTrue();
        assertThat(bench.snapshot()).anyMatch(line -> line.contains("uncaught target signal 4"));
        assertThat(bench.progress)
                .anyMatch(line -> line.startsWith("warning: linux/arm64: step [")
                        && line.contains(
                                "Dockerfile:6) ended well after it had printed \"qemu: uncaught target signal 4"));
    }

    @Test
    void aStepThatOnlyPrintsSuchWordsIsBuilt() throws Exception {
        dockerfile(
                HEAD + "RUN echo 'qemu: uncaught target signal 11 (Segmentation fault)'; sleep 1; echo done $SALT\n");
        bench.limits = silence(20);
        assertThat(bench.build("linux/arm64", LegBench.REMOTE).built()).isTrue();
    }

    @Test
    void aSegmentationFaultBehindWhichAStepHangsIsEnded() throws Exception {
        dockerfile(HEAD + "RUN sh -c 'kill -SEGV $$'; sleep 600 #" + bench.salt + "\n");
        assertThat(ended(silence(3)))
                .hasMessageContaining("printed \"qemu: uncaught target signal 11 (Segmentation fault)")
                .hasMessageContaining("BuildKit runs nothing of it any more");
    }

    @Test
    void anEmulatedStepThatOnlyHangsHasItsLimitAndANativeOneHasNone() throws Exception {
        String base = Stack.variable("MULTIARCH_IT_BASE_IMAGE");
        dockerfile(
                "FROM --platform=$BUILDPLATFORM " + base + " AS native\nARG SALT\nRUN sleep 6; echo $SALT >/salt\n"
                        + "FROM scratch\nARG TARGETARCH\nCOPY root-${TARGETARCH}/ /\nCOPY --from=native /salt /\nRUN sleep 601\n");
        var limit = new StepLimit(Duration.ofSeconds(4), "--step-timeout");
        assertThat(ended(new LegLimits(LegLimits.LONGEST, Optional.of(limit), LegLimits.SILENCE)))
                .hasMessageContaining("was ended: the emulated step [stage-1 3/3] RUN sleep 601 (")
                .hasMessageContaining("Dockerfile:8) took longer than 4s (--step-timeout)")
                .hasMessageContaining("BuildKit runs nothing of it any more")
                .hasMessageContaining(", or raise the limit, --step-timeout\nThe record of attempt 1 is ");
        assertThat(isRunning("sleep 601")).isFalse();
    }

    @Test
    void ofTwoBuildsAtOnceOnlyTheOneThatTakesTooLongIsEnded() throws Exception {
        dockerfile(HEAD + "RUN echo $SALT; sleep 602\n");
        try (var other = new LegBench(Files.createDirectories(folder.resolve("other")))) {
            other.dockerfile(HEAD.replace("COPY --chmod=755 bad /\n", "") + "RUN echo $SALT; sleep 14\n");
            var built = CompletableFuture.supplyAsync(() -> {
                try {
                    return other.build("linux/arm64", LegBench.REMOTE).built();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(ended(new LegLimits(Duration.ofSeconds(8), Optional.empty(), LegLimits.SILENCE)))
                    .hasMessageContaining("the leg took longer than 8s (--timeout); step [3/3] RUN echo " + bench.salt
                            + "; sleep 602 (")
                    .hasMessageContaining("BuildKit runs nothing of it any more");
            assertThat(isRunning("sleep 602")).isFalse();
            assertThat(built.get()).isTrue();
        }
        assertThat(new ArrayList<>(failed().failure()).get(0)).startsWith("ended: the leg took longer than 8s");
        assertThat(failed().platform()).isEqualTo(ARM64);
    }
}
