package dev.multiarch.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.cli.FakePrograms;
import dev.multiarch.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of {@code doctor}'s options go together; what does not is said before anything is looked at, run or changed. */
class DoctorOptionsTest {
    private static final String RAN = "something was run";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private Commands here;

    @BeforeEach
    void enter() throws IOException {
        Files.createDirectories(folder.resolve("root/etc"));
        Files.writeString(folder.resolve("file"), "");
        FakePrograms programs = FakePrograms.in(folder);
        for (String name : new String[] {"docker", "docker-buildx", "update-binfmts", "unshare", "chroot"}) {
            programs.with(name, "echo '" + RAN + "' >> " + folder.resolve("ran"));
        }
        here = commands.in(folder).with("PATH", programs.folder().toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --fix --root root --platforms amd64       | change this host, but --root and --facts are about another host
            --fix --facts file                        | change this host, but --root and --facts are about another host
            --uninstall --root root                   | change this host, but --root and --facts are about another host
            --uninstall --facts file                  | change this host, but --root and --facts are about another host
            --explain x --root root                   | --explain cannot be combined with --root or --facts. Fix: leave these out
            --explain x --facts file                  | --explain cannot be combined with --root or --facts. Fix: leave these out
            --facts file --root root                  | --facts cannot be combined with --root, --builder or --platforms. Fix: leave these out
            --facts file --builder b                  | --facts cannot be combined with --root, --builder or --platforms. Fix: leave these out
            --facts file --platforms amd64            | --facts cannot be combined with --root, --builder or --platforms. Fix: leave these out
            --root root --builder b                   | --root cannot be combined with --builder. Fix: use only one of them
            --root none                               | --root none is not a folder
            --root file                               | --root file is not a folder
            --root                                    | Missing required parameter for option '--root'
            """)
    void whatLooksDoesNotGoTogether(String line, String message) {
        refused(line, message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --dry-run                                 | --dry-run needs --fix or --uninstall. Fix: add one of them
            --dry-run --platforms amd64               | --dry-run needs --fix or --uninstall. Fix: add one of them
            --dry-run --explain x                     | --dry-run needs --fix or --uninstall. Fix: add one of them
            --plan file                               | --plan needs --fix. Fix: add --fix
            --uninstall --plan file                   | --plan needs --fix. Fix: add --fix
            --insecure-registry r.example             | --insecure-registry needs --fix. Fix: add --fix
            --uninstall --insecure-registry r.example | --insecure-registry needs --fix. Fix: add --fix
            --fix                                     | --fix needs platforms. Fix: add --platforms linux/arm64,linux/arm/v7
            --fix --dry-run                           | --fix needs platforms. Fix: add --platforms linux/arm64,linux/arm/v7
            --fix --uninstall                         | --explain, --fix and --uninstall cannot be combined. Fix: use one of them
            --fix --platforms amd64 --uninstall       | --explain, --fix and --uninstall cannot be combined. Fix: use one of them
            --explain x --fix --platforms amd64       | --explain, --fix and --uninstall cannot be combined. Fix: use one of them
            --explain x --uninstall                   | --explain, --fix and --uninstall cannot be combined. Fix: use one of them
            --explain x --report html=x.html          | --report needs one verdict, but --explain judges nothing
            --uninstall --report html=x.html          | --uninstall judges nothing
            --explain ''                              | --explain: the value is empty
            --rootless                                | --rootless needs a command. Fix: multiarch doctor --fix --rootless -- COMMAND
            --rootless -- true                        | --rootless needs a command. Fix: multiarch doctor --fix --rootless -- COMMAND
            --fix --rootless                          | --rootless needs a command. Fix: multiarch doctor --fix --rootless -- COMMAND
            --fix --rootless --dry-run -- true        | --rootless needs a command. Fix: multiarch doctor --fix --rootless -- COMMAND
            --uninstall --rootless -- true            | --rootless needs a command. Fix: multiarch doctor --fix --rootless -- COMMAND
            --fix --rootless --builder b -- true      | --rootless uses no builder. Fix: leave out --builder
            --platforms amd64 -- true                 | a command after "--" needs --fix --rootless
            --fix --platforms amd64 -- true           | a command after "--" needs --fix --rootless
            --uninstall --platforms amd64             | --uninstall removes everything that --fix registered. Fix: leave out --platforms and --builder
            --uninstall --builder b                   | --uninstall removes everything that --fix registered. Fix: leave out --platforms and --builder
            --platforms linux//x                      | platform "linux//x" is malformed
            --format matrix                           | : expected text or json. Fix:
            --facts file --format junit               | : expected text or json. Fix:
            word                                      | "word" is one argument too many
            """)
    void whatIsDoneDoesNotGoTogether(String line, String message) {
        refused(line, message);
    }

    private void refused(String line, String message) {
        assertThat(here.run(words(line)))
                .exitCode(ExitCode.USAGE)
                .stdoutIsEmpty()
                .stderrIsOneLineWith("error: ", message);
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --explain nothing-of-the-kind             | 3 | known
            --explain exec_format_error               | 0 | exec format error
            --explain x --format json                 | 3 | {
            --root root --platforms amd64             | 3 | note: files were read below root
            --root root --policy strict               | 3 | host root
            --root root --format json                 | 3 | "root" : "root"
            """)
    void whatGoesTogetherIsAnswered(String line, int exit, String said) {
        assertThat(here.inOwnJvm().run(words(line))).exitCode(exit).stdoutContains(said);
    }

    private static String[] words(String line) {
        return Stream.of(("doctor " + line).split(" "))
                .map(word -> word.equals("''") ? "" : word.replace('_', ' '))
                .toArray(String[]::new);
    }
}
