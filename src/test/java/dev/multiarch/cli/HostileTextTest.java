package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.ServedImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One image whose labels, variables, annotations and platforms all want to command; what each form of answer shows of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTextTest {
    private static final String HOSTILE =
            "x\u001b[2J\u001b]8;;https://evil.example\u0007\n::error::owned\r##[error]owned"
                    + "\u202e\u200f\u2066\u009b\u2028\u0085\"<b>|`@you #1 ![i](https://evil.example/i) [l](1) </script><script>alert(1)]]>";
    private static final List<String> COMMANDS = List.of(
            "\u001b", "\u0007", "\n::", "\r", "##[", "\u202e", "\u200f", "\u2066", "\u009b", "\u2028", "\u0085");
    private static final String POLICY = """
            apiVersion: multiarch/v1
            kind: Policy
            name: p
            extends: [baseline]
            image:
              consistency: true
              labels: {team: {equals: good}}
              annotations: {team: {equals: good}}
              platforms: {required: [linux/riscv64], allowed: [linux/386]}
            build: {emulated-time: {max: 1m}}
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    private Path folder;
    private Transcript answer;

    @BeforeAll
    void judge(@TempDir Path reports) throws IOException {
        folder = reports;
        Files.writeString(folder.resolve("p.yaml"), POLICY);
        String text = Json.writeLine(HOSTILE).strip();
        String config = ", \"config\": {\"Env\": [\"A=\\u001b[31m%s\"], \"Labels\": {\"team\": " + text + ", " + text
                + ": \"\"}}";
        String facts = ", \"annotations\": {\"dev.multiarch.build.emulated\": " + text + "}";
        try (var server = FaultyRegistry.start()) {
            var shelf = new ServedImages(server);
            String index = ServedImages.indexOf(
                    ServedImages.on(shelf.image("linux", "amd64", config.formatted("1")), "linux/amd64", facts),
                    ServedImages.on(shelf.image("linux", "arm64", config.formatted("2")), "linux/arm64"),
                    ServedImages.on(
                            shelf.image("linux", "arm", config.formatted("3")),
                            "linux/" + text.replaceAll("[\"/]|\\\\\"", "")));
            String annotated = index.substring(0, index.length() - 1) + ", \"annotations\": {\"team\": " + text + "}}";
            shelf.tag(MediaTypes.OCI_INDEX, annotated);
            answer = commands.in(folder)
                    .run(
                            "verify-index",
                            server.host() + "/app:1",
                            "--policy=p.yaml",
                            "--report=json=v.json",
                            "--report=sarif=v.sarif",
                            "--report=junit=v.xml",
                            "--report=markdown=v.md",
                            "--report=html=v.html",
                            "--report=text=v.txt");
            assertThat(answer)
                    .exitCode(1)
                    .stdoutContains("the label team is", "the annotation team is", "its env A is");
        }
    }

    @Test
    void standardOutputCommandsNothing() {
        assertThat(COMMANDS).allSatisfy(each -> assertThat(answer.out()).doesNotContain(each));
    }

    @ParameterizedTest
    @CsvSource({"v.json", "v.sarif", "v.xml", "v.md", "v.html", "v.txt"})
    void noReportCommandsAnything(String file) throws IOException {
        String report = Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
        assertThat(report).contains("image.labels", "image.annotations", "image.consistency");
        assertThat(COMMANDS).allSatisfy(each -> assertThat(report).doesNotContain(each));
    }

    @ParameterizedTest
    @CsvSource({
        "v.md,   <b>",
        "v.md,   @you",
        "v.md,   #1",
        "v.md,   ![i]",
        "v.md,   [l](1)",
        "v.md,   https://",
        "v.md, <script>",
        "v.html, <b>|",
        "v.html, <script>alert",
        "v.xml,  <b>",
        "v.xml,  ]]>"
    })
    void markupObeysNothing(String file, String hostile) throws IOException {
        assertThat(folder.resolve(file)).content(StandardCharsets.UTF_8).doesNotContain(hostile);
    }
}
