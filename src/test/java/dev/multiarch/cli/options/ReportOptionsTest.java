package dev.multiarch.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.Step;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.policy.Verdict;
import dev.multiarch.report.TagMoves;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReportOptionsTest {
    private static final Verdict VERDICT = new Verdict(new Verdict.OfHost("builder-1"), List.of(), List.of());

    @TempDir
    Path temp;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Path work;
    private Console console;

    @BeforeEach
    void workingDirectory() throws IOException {
        work = Files.createDirectory(temp.resolve("work"));
        Files.createDirectory(temp.resolve("elsewhere"));
        Files.createSymbolicLink(work.resolve("linked-folder"), temp.resolve("elsewhere"));
        Files.createSymbolicLink(work.resolve("linked-file"), temp.resolve("elsewhere/file"));
        var nowhere = new PrintStream(said);
        console = new Console(nowhere, nowhere, Map.of(), work, Step.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "html=../page.html,                 leads out of the working directory",
        "html=/tmp/page.html,               leads out of the working directory",
        "html=reports/../../page.html,      leads out of the working directory",
        "html=linked-folder/page.html,      leads out of the working directory",
        "html=linked-folder/new/page.html,  leads out of the working directory",
        "html=linked-file,                  leads out of the working directory",
        "html,                              names no file",
        "html=,                             names no file",
        "html=.,                            is a folder",
        "pdf=page.pdf,                      'one of text, json, sarif, junit, markdown, html'",
        "=page.html,                        'one of text, json, sarif, junit, markdown, html'"
    })
    void refusesBeforeAnythingIsDone(String report, String why) {
        assertThatThrownBy(() -> options(report).check(console, output()))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("--report " + report + ": ", why);
        assertThat(temp.resolve("elsewhere")).isEmptyDirectory();
    }

    @Test
    void refusesOneFileForTwoReports() {
        assertThatThrownBy(() -> options("html=a/../x", "sarif=x").check(console, output()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--report sarif=x: another report goes to the same file");
    }

    @ParameterizedTest
    @CsvSource({"html=../elsewhere/page.html", "html=linked-folder/page.html"})
    void writesOutsideWhereThatIsAllowed(String report) throws Exception {
        assertThat(given("--report", report, "--allow-outside")
                        .write(console, VERDICT, TagMoves.UNCHECKED, ExitCode.FINE))
                .isEqualTo(ExitCode.FINE);
        assertThat(temp.resolve("elsewhere/page.html"))
                .content(StandardCharsets.UTF_8)
                .contains("builder-1");
    }

    @Test
    void writesSeveralAndReplacesWhatIsThere() throws Exception {
        Files.writeString(work.resolve("page.html"), "old and longer ".repeat(10_000));
        options("html=page.html", "sarif=new/folder/x.sarif", "text=verdict.txt")
                .write(console, VERDICT, TagMoves.UNCHECKED, ExitCode.FINE);
        assertThat(work.resolve("page.html"))
                .content(StandardCharsets.UTF_8)
                .startsWith("<!DOCTYPE html>")
                .doesNotContain("old and longer");
        assertThat(work.resolve("new/folder/x.sarif"))
                .content(StandardCharsets.UTF_8)
                .contains("\"2.1.0\"");
        assertThat(work.resolve("verdict.txt")).content(StandardCharsets.UTF_8).contains("host builder-1");
        assertThat(work.toFile().list()).noneMatch(name -> name.endsWith(".tmp"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a comma and a space     | text=a.txt, html=b.html      | a.txt b.html
            a comma alone           | text=a.txt,html=b.html       | a.txt b.html
            lines                   | text=a.txt⏎html=b.html⏎      | a.txt b.html
            lines that end so       | text=a.txt,⏎  html=b.html,   | a.txt b.html
            a comma in a name       | html=a,b.html                | a,b.html
            one of them on its line | html=a,b.html⏎text=a.txt     | a,b.html a.txt
            an equals sign          | html=a=b.html                | a=b.html
            """)
    void commasAndLinesSeparate(String name, String reports, String files) throws Exception {
        options(reports.replace('⏎', '\n')).write(console, VERDICT, TagMoves.UNCHECKED, ExitCode.FINE);
        assertThat(files.split(" "))
                .allSatisfy(file -> assertThat(work.resolve(file)).isRegularFile());
        try (var made = Files.list(work)) {
            assertThat(made.filter(Files::isRegularFile)).hasSize(files.split(" ").length);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sarif=a.sarif, htlm=b.html | --report htlm=b.html: expected FORM=FILE, where FORM is one of text, json, sarif, junit, markdown, html. Did you mean "html"?
            sarif=a.sarif, b.html      | --report b.html: expected FORM=FILE, where FORM is one of text, json, sarif, junit, markdown, html
            sarif=a.sarif,json=        | --report json=: names no file. Fix: --report json=FILE
            ,                          | --report names no report. Fix: --report sarif=FILE
            """)
    void noFileIsNamedAfterTwoReports(String reports, String message) {
        assertThatThrownBy(() -> options(reports).check(console, output()))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void refusesTheFileThatTheAnswerGoesTo() {
        OutputOptions output = output("--output", "new/../x");
        assertThatThrownBy(() -> options("html=x").check(console, output))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--report and --output both go to ");
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({"0, 4", "3, 4", "1, 1"})
    void whatCannotBeWrittenKeepsNobodyFromTheRest(int verdict, int exit) throws Exception {
        Files.writeString(work.resolve("file"), "");
        assertThat(options("html=file/page.html", "text=verdict.txt")
                        .write(console, VERDICT, TagMoves.UNCHECKED, verdict))
                .isEqualTo(exit);
        assertThat(work.resolve("verdict.txt")).content(StandardCharsets.UTF_8).contains("host builder-1");
        assertThat(said.toString()).contains("error: --report html=" + work + "/file/page.html: ");
    }

    @Test
    void othersMayReadItAsBefore() throws Exception {
        Path old = Files.writeString(work.resolve("old.html"), "old");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r-----"));
        Path plain = Files.writeString(work.resolve("plain"), "");
        options("html=old.html", "text=new.txt").write(console, VERDICT, TagMoves.UNCHECKED, ExitCode.FINE);
        assertThat(Files.getPosixFilePermissions(old)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Files.getPosixFilePermissions(work.resolve("new.txt")))
                .isEqualTo(Files.getPosixFilePermissions(plain));
    }

    private static ReportOptions options(String... reports) {
        return given(Arrays.stream(reports).map(report -> "--report=" + report).toArray(String[]::new));
    }

    private static ReportOptions given(String... words) {
        var options = new ReportOptions();
        new CommandLine(options.spec()).parseArgs(words);
        return options;
    }

    private static OutputOptions output(String... words) {
        var options = new OutputOptions();
        new CommandLine(options.spec()).parseArgs(words);
        return options;
    }
}
