package dev.multiarch.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.multiarch.Commands;
import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.cli.FakePrograms;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code doctor --facts}: what was seen elsewhere is judged as it was there; a hostile file is refused in one line. */
class DoctorFactsTest {
    private static final String FACT = "{\"schema\":\"dev.multiarch.facts/v1\",\"host\":\"h\",\"facts\":{\"kernel\":";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    private Commands here;

    @BeforeEach
    void enter() throws IOException {
        here = commands.in(temp)
                .with(
                        "PATH",
                        FakePrograms.in(temp)
                                .with("docker", FakePrograms.DOCKER)
                                .folder()
                                .toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"centos-7", "debian-12", "amazon-2023", "opensuse-tumbleweed"})
    void theVerdictIsTheRoots(String name) throws IOException {
        Path root = Files.createDirectories(temp.resolve("root"));
        HostRoot.all().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow()
                .lay(root);
        String[] looked = {"doctor", "--root", "root", "--platforms", "linux/arm64,linux/amd64"};
        Transcript there = here.run(looked);
        assertThat(there).exitCode(there.exit()).stderrIsEmpty();
        assertThat(here.run(with(looked, "--format", "json", "--output", "facts.json")))
                .exitCode(there.exit());
        assertThat(here.with("PATH", "/nowhere").run("doctor", "--facts", "facts.json"))
                .exitCode(there.exit())
                .stdoutIs(there.out())
                .stderrIsEmpty();
    }

    @Test
    void thoseOfThisHostAreJudgedAlike() throws IOException {
        String[] looked = {"doctor", "--platforms", "linux/arm64"};
        Transcript taken = here.run(with(looked, "--format", "json", "--output", "facts.json"));
        assertThat(taken).exitCode(taken.exit());
        assertThat(here.run("doctor", "--facts", "facts.json", "--format", "json", "--output", "again.json"))
                .exitCode(taken.exit());
        String facts = Files.readString(temp.resolve("facts.json"));
        assertThat(JsonSchemas.errors("facts-v1.schema.json", facts)).isEmpty();
        String verdict = new ObjectMapper().readTree(facts).get("verdict").toString();
        assertThat(JsonSchemas.errors("verdict-v1.schema.json", verdict)).isEmpty();
        assertThat(Files.readString(temp.resolve("again.json"))).isEqualTo(facts);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nothing          |                                     | is not a JSON object",
                "text             | kernel 6.1                          | is not valid JSON",
                "a list           | []                                  | is not a JSON object",
                "two              | {} {}                               | holds something after its JSON object",
                "no schema        | {}                                  | schema: missing, expected text",
                "a verdict        | {\"schema\":\"dev.multiarch.verdict/v1\"} | expected \"dev.multiarch.facts/v1\", found \"dev.multiarch.verdict/v1\"",
                "a later version  | {\"schema\":\"dev.multiarch.facts/v2\"} | expected \"dev.multiarch.facts/v1\", found \"dev.multiarch.facts/v2\"",
                "escapes          | {\"schema\":\"\\u001b[2J\"}          | expected \"dev.multiarch.facts/v1\", found \"\"",
                "a key twice      | {\"schema\":\"a\",\"schema\":\"b\"}  | Duplicate field 'schema'",
                "no facts         | {\"schema\":\"dev.multiarch.facts/v1\"} | facts: missing, expected an object",
                "a fact's name    | FACT\"1\",\"learnt\":\"entry\"},\"kern\":{}}} | facts.kern: there is no such fact",
                "a fact's type    | FACT1,\"learnt\":\"entry\"}}}                           | facts.kernel.value: expected text, found a number",
                "a fact's lines   | FACT\"1\\n2\",\"learnt\":\"entry\"}}} | facts.kernel.value: expected one line",
                "how it was learnt | FACT\"1\",\"learnt\":\"hearsay\"}}}  | facts.kernel.learnt: expected one of [entry, probe,",
                "neither          | EMPTY}}                             | facts.kernel.unknown: missing",
                "another case     | {\"Schema\":\"dev.multiarch.facts/v1\"} | programs in Go, such as Docker, read this as \"schema\"",
            })
    void aHostileFileIsRefused(String name, String text, String message) throws IOException {
        String facts =
                text == null ? "" : text.replace("FACT", FACT + "{\"value\":").replace("EMPTY", FACT + "{}");
        Files.writeString(temp.resolve("f.json"), facts);
        assertThat(here.run("doctor", "--facts", "f.json"))
                .exitCode(ExitCode.USAGE)
                .stdoutIsEmpty()
                .stderrIsOneLineWith("error: f.json", message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "huge          | {                     | \\u0020 | 5000000 | larger than 4 MiB",
                "deep          | {\"schema\":          | [       | 40      | is not valid JSON: Document nesting depth (33)",
                "many entries  | HEAD,\"entries\":[1   | ,1      | 1000    | entries[0]: expected an object, found a number",
                "much more     | HEAD,\"entries\":[{}  | ,{}     | 1000    | entries: expected at most 1000, found 1001",
                "no entry      | HEAD,\"entries\":[ENTRY | ]     | 1       | f.json: entries[0].file: binfmt_misc entry \"e\" is malformed",
                "no platform   | HEAD,\"platforms\":[{\"platform\":\"linux//\"} | ] | 1 | platforms[0].platform: platform \"linux//\" is malformed",
            })
    void soIsAHugeOne(String name, String begin, String more, int times, String message) throws IOException {
        String head = "{\"schema\":\"dev.multiarch.facts/v1\",\"host\":\"h\",\"facts\":{}";
        String entry = "{\"name\":\"e\",\"file\":\"enabled\\ninterpreter /q\\u001b\\n\"}";
        String text = begin.replace("HEAD", head).replace("ENTRY", entry)
                + more.replace("\\u0020", " ").repeat(times)
                + (begin.startsWith("HEAD") ? (more.equals("]") ? "}" : "]}") : "");
        Files.writeString(temp.resolve("f.json"), text);
        assertThat(here.run("doctor", "--facts", "f.json"))
                .exitCode(ExitCode.USAGE)
                .stdoutIsEmpty()
                .stderrIsOneLineWith("error: ", message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "none.json, '--facts none.json: there is no such file. Fix: on the host in question, '",
        "programs, --facts programs: this is a folder. Fix: name a file"
    })
    void soIsNoFile(String file, String message) {
        assertThat(here.run("doctor", "--facts", file))
                .exitCode(ExitCode.USAGE)
                .stdoutIsEmpty()
                .stderrIsOneLineWith("error: ", message);
    }

    private static String[] with(String[] words, String... more) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }
}
