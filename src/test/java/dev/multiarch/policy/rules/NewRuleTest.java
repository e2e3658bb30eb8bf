package dev.multiarch.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.policy.Rule;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/new-rule} on a copy: what it writes compiles with the code as it is. */
class NewRuleTest {
    private static final String RULES = "src/main/java/dev/multiarch/policy/rules";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path copy;

    @BeforeEach
    void makeCopy() throws IOException {
        for (String folder : List.of("scripts", RULES, "src/main/resources/dev/multiarch/policy/rules")) {
            Files.createDirectories(copy.resolve(folder));
        }
        Files.createDirectories(copy.resolve("src/test/resources/cases"));
        Files.copy(Path.of("scripts/new-rule"), copy.resolve("scripts/new-rule"));
    }

    @ParameterizedTest
    @CsvSource({
        "image.labels-count, LabelsCount, 3",
        "host.swap, Swap, 3",
        "build.cache-hits, CacheHits, 4",
    })
    void writesAClassThatCompilesAPageAndCases(String id, String name, int cases) throws IOException {
        assertThat(newRule(id)).exitCode(0).stdoutContains("1. Add the line \"new " + name + "(),\" to Rules.ALL.");
        Path source = copy.resolve(RULES).resolve(name + ".java");
        assertThat(errors(source)).isEmpty();
        assertThat(copy.resolve("src/main/resources/dev/multiarch/policy/rules/" + id + ".md"))
                .content(StandardCharsets.UTF_8)
                .startsWith("# " + id + "\n");
        try (var files = Files.list(copy.resolve("src/test/resources/cases/" + id))) {
            assertThat(files).hasSize(cases);
        }
        assertThat(newRule(id)).exitCode(2).stderrContains("is there already. Fix: choose another id\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "labels", "other.thing", "image.Labels", "image.labels/../x", "image."})
    void anIdBeginsWithWhatItJudges(String id) {
        assertThat(newRule(id))
                .exitCode(2)
                .stderrContains(
                        id.isEmpty() ? "needs the id" : "\"" + id + "\" is not the id of a rule",
                        "Fix: scripts/new-rule image.labels-count\n");
    }

    @Test
    void allIdsOfTodayWouldBeTaken() {
        // A check of Dockerfiles is made by hand, as CONTRIBUTING says.
        assertThat(Rules.ALL.stream().map(Rule::id).filter(id -> !id.startsWith("dockerfile.")))
                .allMatch(id -> id.matches("(image|host|build)(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*)+"));
    }

    private Transcript newRule(String id) {
        return commands.program("sh", copy.resolve("scripts/new-rule").toString(), id);
    }

    private String errors(Path source) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "-encoding",
                    "UTF-8",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    copy.toString());
            compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
        }
        return said.toString();
    }
}
