package dev.multiarch.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.multiarch.cli.Main;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import dev.multiarch.policy.read.PolicyReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows can be copied: commands, workflows, policies and cases. */
class DocsExamplesTest {
    private static final String CASES = "policies/tests/";

    /** The key that pages name. */
    private static final Path KEY = Path.of("src/test/resources/dev/multiarch/signature/cosign.pub");

    @TempDir
    Path folder;

    static List<Path> pages() throws IOException {
        return Shown.pages();
    }

    static List<Shown> yamlBlocks() throws IOException {
        List<Shown> blocks = new ArrayList<>();
        for (Path page : pages()) {
            Shown.of(page.toString(), Files.readString(page)).stream()
                    .filter(Shown::isYaml)
                    .forEach(blocks::add);
        }
        return blocks;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void eachCommandLineCouldBeRun(Path page) throws IOException {
        for (Shown shown : Shown.of(page.toString(), Files.readString(page))) {
            assertThat(commandFaults(shown)).as(shown.place()).isEmpty();
        }
    }

    @Test
    void eachExampleOfTheHelpCouldBeRun() throws IOException {
        String help = Files.readString(DocsReference.FOLDER.resolve("commands.md"));
        String examples = help.replace("\\\n", " ")
                .lines()
                .filter(line -> line.matches("  \\S.*\\bmultiarch .*|  multiarch .*"))
                .filter(line -> !line.contains("COMMAND"))
                .collect(Collectors.joining("\n"));
        assertThat(examples.lines()).hasSizeGreaterThan(30);
        assertThat(CommandLines.ofScript(examples)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("yamlBlocks")
    void eachStepGivesInputsThatThereAre(Shown block) throws IOException {
        Object yaml = StepInputs.parse(block.text());
        assertThat(StepInputs.faults(yaml)).isEmpty();
        assertThat(scripts(yaml)).flatMap(CommandLines::ofScript).isEmpty();
    }

    /** A block with a file name is that file for the other blocks of its page. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void eachPolicyIsValidAndEachCaseHolds(Path page) throws Exception {
        List<Shown> blocks = Shown.of(page.toString(), Files.readString(page)).stream()
                .filter(Shown::isYaml)
                .toList();
        boolean cases = false;
        Files.copy(KEY, folder.resolve("cosign.pub"), StandardCopyOption.REPLACE_EXISTING);
        for (Shown block : blocks) {
            if (!block.title().isEmpty()) {
                Path file = folder.resolve(block.title());
                Files.createDirectories(file.getParent());
                Files.writeString(file, block.text());
                cases |= block.title().startsWith(CASES);
            }
        }
        for (Shown block : blocks) {
            if (StepInputs.parse(block.text()) instanceof Map<?, ?> map && "Policy".equals(map.get("kind"))) {
                Files.writeString(folder.resolve("shown.yaml"), block.text());
                assertThatCode(() -> PolicyReader.read("shown.yaml", folder))
                        .as(block.place())
                        .doesNotThrowAnyException();
            }
        }
        if (cases) {
            var out = new ByteArrayOutputStream();
            var print = new PrintStream(out, true, StandardCharsets.UTF_8);
            int code = new Main(new Console(print, print, Map.of(), folder, Step.NONE))
                    .run(List.of("policy", "test", CASES, "--policy", "release.yaml"));
            assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
        }
    }

    @Test
    void thereIsSomethingToCheck() throws IOException {
        assertThat(yamlBlocks().stream().filter(block -> block.text().contains("uses: org/multiarch-action")))
                .hasSizeGreaterThan(5);
        assertThat(yamlBlocks().stream().filter(block -> block.text().contains("kind: Policy")))
                .hasSizeGreaterThan(5);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            an unknown command      ; sh ; multiarch verfy alpine
            an unknown option       ; sh ; multiarch verify-index alpine --polcy x
            a missing option        ; sh ; multiarch ship --platforms linux/arm64 -- .
            a missing operand       ; sh ; scripts/multiarch inspect
            behind a pipe           ; sh ; cat x | multiarch verify-index x --node -
            behind another call     ; sh ; multiarch plan --image x --platforms linux/arm64 && multiarch build
            a rest that is not read ; sh ; multiarch inspect x -- y
            a span's option         ; span ; verify-index --tag
            a span's command        ; span ; multiarch verfy
            """)
    void refusesCommands(String name, String language, String text) {
        assertThat(commandFaults(new Shown("x", language, "", text))).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            an input            | {uses: org/multiarch-action@v1, with: {tag: x}}
            a workflow's input  | {uses: org/multiarch-action/.github/workflows/multiarch.yml@v1, with: {output: x}}
            a workflow's secret | {uses: org/multiarch-action/.github/workflows/multiarch.yml@v1, secrets: {token: x}}
            another version     | {uses: org/multiarch-action@v2}
            """)
    void refusesSteps(String name, String yaml) throws IOException {
        assertThat(StepInputs.faults(StepInputs.parse(yaml))).isNotEmpty();
    }

    private static List<String> commandFaults(Shown shown) {
        if (shown.isShell()) {
            return CommandLines.ofScript(shown.text());
        }
        return shown.language().equals("span") ? CommandLines.ofSpan(shown.text()) : List.of();
    }

    /** Every text in a workflow, or in another CI system's file, may be a script. */
    private static List<String> scripts(Object node) {
        List<String> scripts = new ArrayList<>();
        if (node instanceof Map<?, ?> map) {
            map.values().forEach(value -> scripts.addAll(scripts(value)));
        } else if (node instanceof List<?> list) {
            list.forEach(item -> scripts.addAll(scripts(item)));
        } else if (node instanceof String text && text.contains("multiarch ")) {
            scripts.add(text);
        }
        return scripts;
    }
}
