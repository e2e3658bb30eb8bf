package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.text.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever option names a file: what is not a file is refused with its name, at once or after a limit of time. */
@Timeout(100)
class InputFilesTest {
    private static final String DIGEST = "sha256:" + "1".repeat(64);

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private Commands here;

    @BeforeEach
    void oddFiles() throws IOException {
        here = commands.in(folder);
        Files.createDirectory(folder.resolve("dir"));
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(folder.resolve("device"), Path.of("/dev/zero"));
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            advise                          | advise FILE
            plan of a base                  | plan --image a/b --platforms-of-base FILE
            plan of nodes                   | plan --image a/b --platforms-of-nodes FILE
            plan of a bake file             | plan --bake FILE
            plan, its policy                | plan --image a/b --platforms amd64 --policy FILE
            build                           | build --platform amd64 --plan FILE -- .
            record                          | record --plan FILE --platform amd64 --digest sha256:1 --started 2026-01-01T00:00:00Z
            merge                           | merge --plan FILE --tag 1
            promote, its key                | promote a/b:1@DIGEST --tag 2 --unjudged x --sign --key FILE
            timing                          | timing --plan FILE
            why                             | why latest --journal FILE
            facts of doctor                 | doctor --facts FILE
            rebuild, images                 | rebuild --file FILE
            verify-index, nodes             | verify-index a/b --nodes FILE
            verify-index, policy            | verify-index a/b --policy FILE
            promote, verdict                | promote a/b:1@DIGEST --tag 1 --verdict FILE
            rebuild, known bad              | rebuild a/b --known-bad FILE
            rebuild, bases                  | rebuild a/b --vulnerable-bases FILE
            status                          | status --verdict FILE
            policy check                    | policy check FILE
            an archive                      | inspect oci-archive:FILE
            """)
    void whatIsNoFileIsNamed(String name, String line) {
        for (String odd : new String[] {"dir", "loop", "device"}) {
            if (line.equals("advise FILE") && odd.equals("dir")) {
                continue; // where its Dockerfile is looked for
            }
            assertThat(here.run(
                            line.replace("FILE", odd).replace("DIGEST", DIGEST).split(" ")))
                    .exitCode(ExitCode.USAGE)
                    .stdoutIsEmpty()
                    .stderrContains(odd);
        }
    }

    @Test
    void aPipeThatNobodyWritesToEndsInAnError() {
        Commands.need("mkfifo");
        assertThat(here.program("mkfifo", "pipe")).exitCode(0);

        assertThat(here.run("advise", "pipe"))
                .exitCode(ExitCode.USAGE)
                .stdoutIsEmpty()
                .stderrIsOneLineWith(
                        "error: advise pipe: this is a pipe, and no program opened it to write within 10 seconds. Fix: ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a bake file      | plan --bake pipe                                 | error: --bake pipe: this is a pipe. Fix: write
            a key            | promote a/b:1@DIGEST --tag 2 --unjudged x --sign --key pipe | error: --key pipe: this is a pipe.
            a journal        | why latest --journal pipe                        | there is no journal pipe
            a policy         | verify-index a/b --policy ./pipe                 | pipe: this is not a regular file
            """)
    void whatIsReadMoreThanOnceIsNoPipe(String name, String line, String message) {
        Commands.need("mkfifo");
        assertThat(here.program("mkfifo", "pipe")).exitCode(0);

        assertThat(here.run(line.replace("DIGEST", DIGEST).split(" ")))
                .exitCode(ExitCode.USAGE)
                .stdoutIsEmpty()
                .stderrIsOneLineWith(message);
    }

    @Test
    void whatAShellMakesOfAProgramIsRead() {
        Commands.need("bash");
        String call = Commands.command("advise").stream().map(ShellWord::quoted).collect(Collectors.joining(" "));

        assertThat(here.program("bash", "-c", call + " --format json <(printf 'FROM alpine\nRUN uname -m\n')"))
                .exitCode(0)
                .stdoutContains("/dev/fd/")
                .stderrIsEmpty();
        String judge =
                Commands.command("verify-index").stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
        assertThat(here.program("bash", "-c", judge + " a/b --policy <(echo x)"))
                .exitCode(2)
                .stderrContains("this is not a regular file, expected a policy file");
    }
}
