package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.record.BuildRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A build that somebody interrupts, once or twice, leaves its record and no folder for temporary files, and BuildKit ends it. */
class InterruptIT extends InProject {
    @ParameterizedTest(name = "SIG{0}, {1} times")
    @CsvSource({"INT, 1, 130", "INT, 2, 130", "TERM, 1, 143"})
    void itsRecordSaysWhatRan(String signal, int times, int exit) throws Exception {
        String step = "sleep " + (700 + times + signal.length());
        project.file(
                "Dockerfile",
                "FROM scratch\nARG TARGETARCH\nCOPY root-${TARGETARCH}/ /\nRUN echo begun; " + step + "\n");
        assertThat(here.run("plan", "--image", image, "--platforms", "linux/arm64", "--plan-id", "p1"))
                .exitCode(0);
        // A shell starts what it puts into the background with SIGINT ignored, and a JVM then keeps to that.
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=" + signal));
        words.addAll(Commands.command(
                "build", "--platform", "linux/arm64", "--builder", stack.remoteBuilder(), "--", ".", "--no-cache"));
        words.add(words.indexOf("-cp"), "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")));
        Path log = folder.resolve("log");
        Process build = Commands.process(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            long until = System.nanoTime() + Duration.ofMinutes(3).toNanos();
            while (System.nanoTime() < until
                    && Files.readString(log).lines().noneMatch(line -> line.endsWith(" begun"))) {
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
        requireRecord(step);
        assertThat(here.program("pgrep", "-f", "[s]leep" + step.substring(5))).exitCode(1);
    }

    private void requireRecord(String step) throws IOException {
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
        Path file = folder.resolve(".multiarch/records/p1/linux-arm64/1.json");
        BuildRecord record = BuildRecord.read(Files.readAllBytes(file), "record");
        assertThat(record.built()).isFalse();
        assertThat(record.failure())
                .hasSize(2)
                .startsWith("interrupted by a signal")
                .anyMatch(line -> line.startsWith("running then: [2/2] RUN echo begun; " + step)
                        && line.endsWith(" (Dockerfile:4)"));
    }
}
