package dev.multiarch.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.host.diagnosis.KnownFacts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ExplainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8), System.err, Map.of(), Path.of(""), Step.NONE);

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "words,                     exec format error |             | TEXT | 0 | exec-format-error A program of another",
                "standard input,            -                 | exec format error | TEXT | 0 | line 1: exec format error",
                "words as JSON,             applet not found  |             | JSON | 0 | \"id\" : \"argv0-lost\"",
                "a log of Rosetta,          - | rosetta error: failed to open elf at /lib64/ld-linux-x86-64.so.2 | TEXT | 0 | rosetta-loader Rosetta started an amd64 program",
                "an immutable tag,          - | tag invalid: The image tag 'a' already exists and cannot be overwritten because the repository is immutable. | TEXT | 0 | immutable-tag The registry refuses",
                "dpkg under QEMU,           - | dpkg: error processing package libc-bin (--configure): | TEXT | 0 | dpkg-crash A package could not be installed",
                "a credential helper,       - | error getting credentials - err: exec: docker-credential-desktop: executable file not found | TEXT | 0 | credential-helper Docker could not ask",
                "words that mean nothing,   hello there       |             | TEXT | 3 | Nothing was recognised.",
                "an empty log,              -                 |             | TEXT | 3 | Nothing was recognised.",
                "an empty log as JSON,      -                 |             | JSON | 3 | \"known\""
            })
    void answers(String named, String in, Format format, int exit, String part) throws Exception {
        String words = named.replaceFirst("^[^,]*, *", "");
        assertThat(explain(words, in == null ? "" : in, format)).isEqualTo(exit);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(part);
    }

    @ParameterizedTest
    @CsvSource({"''", "'  '"})
    void nothingToExplainIsWrongUsage(String words) {
        assertThatThrownBy(() -> explain(words, "", Format.TEXT))
                .isInstanceOf(UsageException.class)
                .hasMessage("--explain is empty. Fix: --explain 'exec format error', or --explain - for a log on"
                        + " standard input");
    }

    private int explain(String words, String in, Format format) throws IOException, UsageException {
        var output = new OutputOptions();
        new CommandLine(output.spec()).parseArgs("--format", format.name());
        InputStream standard = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
        return Explain.answer(console, output, words, standard, KnownFacts.nothing("not asked"));
    }
}
