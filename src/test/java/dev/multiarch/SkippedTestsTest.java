package dev.multiarch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkippedTestsTest {
    @TempDir
    Path temp;

    @Test
    void countsByReasonOverAllRuns() throws IOException {
        Files.write(temp.resolve("unit.txt"), List.of("no network"));
        Files.write(temp.resolve("it.txt"), List.of("the parts are not up", "the parts are not up"));
        assertThat(SkippedTests.sum(temp)).isEqualTo("Tests skipped: 3. 1: no network; 2: the parts are not up");
    }

    @Test
    void saysSoWhereNothingWasSkipped() throws IOException {
        Files.write(temp.resolve("unit.txt"), List.of());
        assertThat(SkippedTests.sum(temp)).isEqualTo("No test was skipped.");
    }
}
