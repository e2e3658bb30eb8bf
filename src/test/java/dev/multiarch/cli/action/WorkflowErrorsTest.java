package dev.multiarch.cli.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowErrorsTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private WorkflowErrors errors;

    @BeforeEach
    void makeErrors() {
        Path summary = folder.resolve("summary");
        var outputs = new Outputs(Map.of("GITHUB_STEP_SUMMARY", summary.toString()));
        errors = new WorkflowErrors(new PrintStream(said, true, StandardCharsets.UTF_8), outputs);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            plain                  | a.yaml:1:2 wrong            | ::error::a.yaml:1:2 wrong
            several lines          | one⏎two                     | ::error::one%0Atwo
            a per cent sign        | 100% of %0A                 | ::error::100%25 of %250A
            a command in it        | x⏎::set-env name=a::b       | ::error::x%0A: :set-env name=a::b
            the other form         | x ##[error]y                | ::error::x ## [error]y
            a carriage return      | x␍::stop-commands::y        | ::error::x%0A: :stop-commands::y
            """)
    void anAnnotationIsOneLineThatCommandsNothingElse(String name, String text, String line) {
        errors.annotate(List.of(text.replace('⏎', '\n').replace('␍', '\r')));
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo(line + "\n");
    }

    /** The command is in the log; the reader of an annotation wants what it said. */
    @Test
    void aLongCommandLeavesRoomForItsCause() {
        String command = "docker buildx build " + "--label org.opencontainers.image.title=x ".repeat(60);
        errors.annotate(List.of("linux/amd64: `" + command + "` ended with 1:\n  target stage could not be found"));
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("::error::linux/amd64: `docker buildx build --label ")
                .contains("…` ended with 1:%0A  target stage could not be found");
    }

    @Test
    void tenAtMostAndTheLastCountsTheRest() throws IOException {
        errors.add(IntStream.rangeClosed(1, 12).mapToObj(i -> "error " + i).toList());
        errors.add(List.of("late"));
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(10);
        assertThat(lines.get(8)).isEqualTo("::error::error 9");
        assertThat(lines.get(9)).isEqualTo("::error::and 3 more errors: see the log and the job summary");
        assertThat(Files.readString(folder.resolve("summary"))).contains("error 12\n", "late\n");
    }

    @Test
    void theSummaryShowsMarkdownAsItIs() throws IOException {
        errors.add(List.of("a\n```\n# b"));
        assertThat(Files.readString(folder.resolve("summary")))
                .isEqualTo("### Error\n\n````text\na\n```\n# b\n````\n\n");
    }
}
