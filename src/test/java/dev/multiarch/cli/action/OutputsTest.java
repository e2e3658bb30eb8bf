package dev.multiarch.cli.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
    @TempDir
    Path temp;

    @Test
    void aValueCannotSetAnotherOutput() throws IOException {
        Path file = temp.resolve("output");
        var outputs = new Outputs(Map.of("GITHUB_OUTPUT", file.toString()));
        outputs.set("digest", "sha256:1");
        outputs.set("matrix", "{}\nEOF\nverdict=pass");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(8);
        assertThat(lines.get(0)).matches("digest<<ends-[0-9a-f-]{36}");
        assertThat(lines.subList(1, 3)).containsExactly("sha256:1", lines.get(0).substring("digest<<".length()));
        String delimiter = lines.get(3).substring("matrix<<".length());
        assertThat(lines.get(0)).doesNotContain(delimiter);
        assertThat(lines.subList(4, 8)).containsExactly("{}", "EOF", "verdict=pass", delimiter);
    }

    @Test
    void aNameIsAName() {
        var outputs = new Outputs(Map.of());
        assertThatThrownBy(() -> outputs.set("a=b\n", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutARunnerNothingIsWritten() throws IOException {
        var outputs = new Outputs(Map.of("GITHUB_OUTPUT", "", "GITHUB_STEP_SUMMARY", " "));
        outputs.set("digest", "x");
        outputs.summary("x");
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void summariesAddUp() throws IOException {
        Path file = temp.resolve("summary");
        var outputs = new Outputs(Map.of("GITHUB_STEP_SUMMARY", file.toString()));
        outputs.summary("one\n");
        outputs.summary("two – ü\n");
        assertThat(Files.readString(file)).isEqualTo("one\ntwo – ü\n");
    }

    @Test
    void aSummaryThatWouldBeDroppedIsCutAtALineAndItsFenceClosed() throws IOException {
        Path file = temp.resolve("summary");
        var outputs = new Outputs(Map.of("GITHUB_STEP_SUMMARY", file.toString()));
        outputs.summary(Outputs.asIs("Verdict", "ü ``` x\n".repeat(200_000)));
        assertThat(Files.size(file)).isLessThanOrEqualTo(1 << 20).isGreaterThan((1 << 20) - 200);
        String text = Files.readString(file);
        assertThat(text)
                .startsWith("### Verdict\n\n````text\n")
                .endsWith("ü ``` x\n````\n\n*The rest does not fit into a job summary.*\n");
        outputs.summary("more\n".repeat(100));
        assertThat(Files.size(file)).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void textStaysText() {
        assertThat(Outputs.asIs("V", "a `` b\n````\n# c\n"))
                .isEqualTo("### V\n\n`````text\na `` b\n````\n# c\n`````\n\n");
    }
}
