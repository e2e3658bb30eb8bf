package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.policy.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCommandTest {
    private static final String HEAD = "apiVersion: multiarch/v1\nkind: Policy\nname: release\n";

    @TempDir
    Path folder;

    @RegisterExtension
    final Commands commands = new Commands();

    private Commands here;

    @BeforeEach
    void inFolder() {
        here = commands.in(folder);
    }

    @Test
    void explainListsEveryRule() {
        Transcript list = here.run("policy", "explain");
        assertThat(list).exitCode(0);
        Rules.ALL.forEach(rule -> assertThat(list.out()).contains(rule.id() + " "));
    }

    @Test
    void explainShowsAPage() {
        assertThat(here.run("policy", "explain", "image.size"))
                .exitCode(0)
                .stdoutContains("# image.size", "## Why it matters", "## How to fix", "max-platform-ratio");
        assertThat(here.run("policy", "explain", "image.sise"))
                .exitCode(2)
                .stderrContains("there is no rule \"image.sise\". Did you mean \"image.size\"?");
    }

    @Test
    void checkNamesEverythingThatIsWrongInEveryFile() throws IOException {
        write("good.yaml", "extends: [strict]\n");
        write("bad.yaml", "iamge: {}\nimage: {size: {max-layers: many}}\n");
        assertThat(here.run("policy", "check", "good.yaml", "bad.yaml", "none.yaml"))
                .exitCode(2)
                .stdoutContains(
                        "good.yaml: good",
                        "bad.yaml:4:1 unknown key \"iamge\". Did you mean \"image\"?",
                        "bad.yaml:5:28 expected a number of layers such as 40")
                .stderrIsOneLineWith("error: none.yaml: there is no such file");
        assertThat(here.run("policy", "check", "good.yaml")).exitCode(0);
        assertThat(here.run("policy", "check", "bad.yaml", "--format", "json"))
                .exitCode(2)
                .stdoutContains("\"valid\" : false", "\"line\" : 4,");
    }

    @Test
    void theLineStandsUnderItsProblem() throws IOException {
        write("bad.yaml", "image: {config-mtach: true}\n");
        String shown = """
                bad.yaml:4:9 unknown key "config-mtach" under image. Did you mean "config-match"?
                  4 | image: {config-mtach: true}
                              ^
                """;
        assertThat(here.run("policy", "check", "bad.yaml")).exitCode(2).stdoutIs(shown);
        assertThat(here.run("verify-index", "registry.example/app:1", "--policy", "bad.yaml"))
                .exitCode(2)
                .stderrContains("  4 | image: {config-mtach: true}\n");
    }

    @Test
    void theLineIsShownWithoutItsByteOrderMark() throws IOException {
        Files.writeString(folder.resolve("bom.yaml"), "\ufeffkidn: Policy\n");
        assertThat(here.run("policy", "check", "bom.yaml")).exitCode(2).stdoutContains("""
                bom.yaml:1:1 unknown key "kidn". Did you mean "kind"?
                  1 | kidn: Policy
                      ^
                """);
    }

    @Test
    void aWaiverThatExpiredIsNoted() throws IOException {
        write(
                "old.yaml",
                "image: {config-match: true}\nwaivers: [{rule: image.config-match, platforms: [linux/arm64], reason: r,"
                        + " owner: o, expires: '2020-01-01T00:00:00Z'}]\n");
        assertThat(here.run("policy", "check", "old.yaml"))
                .exitCode(0)
                .stdoutContains(
                        "old.yaml:5:11 note: the waiver of image.config-match by o expired on 2020-01-01T00:00:00Z");
        assertThat(here.run("policy", "explain", "policy.waivers"))
                .exitCode(0)
                .stdoutContains("at most 180 days ahead");
    }

    @Test
    void showSaysWhereEachValueComesFrom() throws IOException {
        write(
                "own.yaml",
                "extends: [baseline]\nrules: {image.config-match: {severity: info}}\nimage: {elf-machine: {scope: all}}\n");
        assertThat(here.run("policy", "show", "own.yaml"))
                .exitCode(0)
                .stdoutContains(
                        "scope: all", "# own.yaml:6:23", "max: 200MiB", "# preset baseline:18:7", "severity: info");
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "strict", "host", "dockerfile"})
    void whatIsShownIsThePolicyItself(String preset) throws Exception {
        Transcript shown = here.run("policy", "show", preset);
        assertThat(shown).exitCode(0);
        Files.writeString(folder.resolve("shown.yaml"), shown.out());
        assertThat(settings("shown.yaml")).isEqualTo(settings(preset));
    }

    @Test
    void oddValuesAreShownSoThatTheyReadTheSame() throws Exception {
        write(
                "odd.yaml",
                "image:\n  labels:\n    \"a: b\": {equals: \"yes\"}\n    on: {equals: \"4.10\"}\n"
                        + "    x: {matches: \"[#'\\\"\\\\\\\\]+\"}\n");
        Transcript shown = here.run("policy", "show", "odd.yaml");
        assertThat(shown).exitCode(0);
        Files.writeString(folder.resolve("shown.yaml"), shown.out());
        assertThat(settings("shown.yaml")).isEqualTo(settings("odd.yaml"));
    }

    @Test
    void hostileTextCommandsNobody() throws Exception {
        write("hostile.yaml", "image: {labels: {\"##[error]a\": {equals: \"\\e[31m\\u202e##[error]b\"}}}\n");
        Transcript shown = here.run("policy", "show", "hostile.yaml");
        assertThat(shown)
                .exitCode(0)
                .stdoutDoesNotContain("##[")
                .stdoutDoesNotContain("\u001b")
                .stdoutDoesNotContain("\u202e");
        Files.writeString(folder.resolve("shown.yaml"), shown.out());
        assertThat(settings("shown.yaml")).isEqualTo(settings("hostile.yaml"));
        write("bad.yaml", "\"##[error]x\": 1\n");
        assertThat(here.run("policy", "check", "bad.yaml")).exitCode(2).stdoutDoesNotContain("##[");
        assertThat(here.run("policy", "check", "bad.yaml", "--format", "json"))
                .exitCode(2)
                .stdoutDoesNotContain("##[");
    }

    @Test
    void wrongWordsAreSaid() {
        assertThat(here.run("policy", "chek"))
                .exitCode(2)
                .stderrContains("policy has no subcommand \"chek\"", "\"check\"");
        assertThat(here.run("records", "lst")).exitCode(2).stderrContains("records has no subcommand \"lst\"");
        assertThat(here.run("policy", "check")).exitCode(2).stderrContains("needs policy files, found none");
        assertThat(here.run("policy", "show"))
                .exitCode(2)
                .stderrContains("policy show takes one policy, found none. Fix: multiarch policy show NAME|FILE");
        assertThat(here.run("policy", "schema", "x"))
                .exitCode(2)
                .stderrContains("policy schema takes no operand, found x. Fix: multiarch policy schema");
    }

    /** Only what every subcommand needs is said to be missing. */
    @ParameterizedTest
    @ValueSource(strings = {"policy", "records"})
    void withoutASubcommandOnlyThatIsMissing(String command) {
        assertThat(here.run(command))
                .exitCode(2)
                .stderrContains("Missing required parameter: '")
                .stderrDoesNotContain("FILE'")
                .stderrDoesNotContain("STORE'");
    }

    @Test
    void problemsAreInTheOrderOfTheFileWithTheirPlaces() throws Exception {
        write(
                "bad.yaml",
                "image:\n  size: {max-layers: many}\n  config-mtach: true\nrules: {image.size: {severity: bad}}\niamge: {}\n");
        Transcript text = here.run("policy", "check", "bad.yaml");
        assertThat(text).exitCode(2);
        List<Integer> lines = text.out()
                .lines()
                .filter(line -> line.startsWith("bad.yaml:"))
                .map(line -> Integer.valueOf(line.split(":")[1]))
                .toList();
        assertThat(lines).hasSizeGreaterThan(3).isSorted();
        Transcript json = here.run("policy", "check", "bad.yaml", "none.yaml", "--format", "json");
        assertThat(json).exitCode(2).stdoutContains("\"line\" : " + lines.get(0), "\"column\" : ");
        assertThat(JsonSchemas.errors("policy-check-v1.schema.json", json.out()))
                .isEmpty();
    }

    @Test
    void anEmptyFileSaysWhatToWrite() throws IOException {
        Files.writeString(folder.resolve("empty.yaml"), "");
        assertThat(here.run("policy", "check", "empty.yaml"))
                .exitCode(2)
                .stdoutContains("the file is empty. Write at least one setting, such as extends: [baseline]");
    }

    private List<String> settings(String policy) throws Exception {
        Policy read = PolicyReader.read(policy, folder);
        return read.asked().stream()
                .map(asked -> asked.rule().id() + " " + asked.setting() + " " + asked.severity() + asked.onUnknown())
                .toList();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), HEAD + text);
    }

    @Test
    void anAddressIsNotFetched() {
        assertThat(commands.in(folder).run("verify-index", "127.0.0.1:9/a:1", "--policy", "https://example.org/p.yaml"))
                .exitCode(2)
                .stderrContains(
                        "https://example.org/p.yaml: policies are read from files, not from an address. Keep a copy in your repository, and name that file");
    }
}
