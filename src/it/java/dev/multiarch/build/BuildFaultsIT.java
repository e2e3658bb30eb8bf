package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.process.ProgramException;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.step.StepFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildFaultsIT {
    @TempDir
    Path folder;

    private LegBench bench;

    @BeforeEach
    void prepare() throws Exception {
        bench = new LegBench(folder);
    }

    @AfterEach
    void close() {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void aStepThatFailsLeavesARecordThatSaysSo() throws Exception {
        bench.dockerfile(
                "FROM scratch\nARG TARGETARCH\nCOPY root-${TARGETARCH}/ /\nRUN echo reason of $TARGETARCH; exit 7\n");
        var failure = catchThrowableOfType(ProgramException.class, () -> bench.build("linux/arm64", LegBench.REMOTE));
        assertThat(failure)
                .hasMessageContaining("ended with 1:")
                .hasMessageContaining("exit code: 7")
                .hasMessageEndingWith("The record of attempt 1 is p1/linux-arm64/1.json. No tag was moved");
        BuildRecord record = bench.store.records("p1").get(0);
        assertThat(record.built()).isFalse();
        assertThat(record.leg()).isEmpty();
        assertThat(record.failure()).anyMatch(line -> line.contains("exit code: 7"));
        assertThat(record.host().kernel().isKnown()).isTrue();
    }

    @Test
    void theDockerDriverIsRefused() {
        assertThatThrownBy(() -> bench.run("linux/amd64", "default"))
                .isInstanceOf(StepFailed.class)
                .hasMessage(
                        "builder default has the driver docker, which can't push by digest; expected docker-container,"
                                + " remote or kubernetes. Fix: docker buildx create --driver docker-container --use."
                                + " Nothing was built");
        assertThat(folder.resolve("records")).doesNotExist();
    }

    @Test
    void anUnknownBuilderIsNamed() {
        assertThatThrownBy(() -> bench.run("linux/amd64", "no-such"))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("no builder \"no-such\" found");
    }

    @Test
    void anInterruptedBuildEndsAndIsRecorded() throws Exception {
        bench.dockerfile(
                "FROM scratch\nARG TARGETARCH\nCOPY root-${TARGETARCH}/ /\nARG SALT\nRUN echo begun; sleep 120\n");
        var failure = new ArrayList<Throwable>();
        var thread = new Thread(() -> failure.add(
                catchThrowableOfType(ProgramException.class, () -> bench.build("linux/amd64", LegBench.REMOTE))));
        thread.start();
        long until = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (System.nanoTime() < until && bench.snapshot().stream().noneMatch(line -> line.endsWith(" begun"))) {
            Thread.sleep(50);
        }
        thread.interrupt();
        thread.join();
        assertThat(failure).hasSize(1);
        assertThat(failure.get(0)).hasMessageContaining("no longer needed");
        assertThat(bench.store.records("p1")).hasSize(1).noneMatch(BuildRecord::built);
    }
}
