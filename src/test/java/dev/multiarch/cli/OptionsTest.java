package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options that are made by hand say, byte for byte, and what they refuse. */
class OptionsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    /** A changed option: {@code scripts/multiarch verify-index --help >src/test/resources/cli/verify-index-help.txt}. */
    @Test
    void helpIsWhatIsWrittenDown() throws IOException {
        String help = Files.readString(Path.of("src/test/resources/cli/verify-index-help.txt"));
        assertThat(commands.run("verify-index", "--help")).exitCode(0).stdoutIs(help);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no image        | --quiet                   | Missing required parameter: 'REF'
            two images      | a b                       | Unmatched argument at index 1: 'b'
            no value        | a --records               | Missing required parameter for option '--records' (STORE)
            unknown         | a --recrods s             | Unknown options: '--recrods', 's'
            other case      | a --QUIET                 | Unknown option: '--QUIET'
            not a choice    | a --format xml            | expected one of [TEXT, JSON, GITHUB] (case-insensitive) but was 'xml'
            text twice      | a --output x --output y   | option '--output' (FILE) should be specified only once
            flag twice      | a --quiet --quiet         | option '--quiet' should be specified only once
            flag and value  | a --quiet=perhaps         | Invalid value for option '--quiet': 'perhaps' is not a boolean
            a file of words | @words --frobnicate       | Unknown option: '--frobnicate'
            """)
    void whatIsWrongIsSaid(String name, String words, String message) {
        assertThat(commands.run(("verify-index " + words).split(" ")))
                .as(name)
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrIsOneLineWith(message, "Fix: multiarch verify-index --help");
    }

    @Test
    void whatMayBeRepeatedAddsUp() {
        assertThat(commands.run(
                        "verify-index",
                        "oci:nowhere",
                        "--require",
                        "linux/amd64",
                        "--require=linux/arm64",
                        "--require",
                        "x y"))
                .exitCode(2)
                .stderrContains("\"x y\"");
    }
}
