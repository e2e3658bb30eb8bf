package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where answers, plans and records go, as a shell's user sees it. */
class WrittenFilesTest {
    private static final String PLAN = "plan --image ghcr.io/o/app --platforms linux/amd64 --plan-id p";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            standard output, appended     | --output /dev/stdout >>log                        | old, plan p, end
            standard output, truncated    | --output /dev/stdout >log                         | plan p, end
            a descriptor of the shell     | --output /dev/fd/7 7>>log                         | old, plan p, end
            the same by /proc             | --output /proc/self/fd/7 7>>log                   | old, plan p, end
            standard error                | --output /dev/stderr 2>>log                       | old, plan p, end
            by a link of the user's       | --output link >>log                               | old, plan p, end
            """)
    void belowDevNothingIsTruncated(String name, String words, String lines) throws IOException {
        Files.writeString(folder.resolve("log"), "old\n");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/stdout"));
        assertThat(shell("multiarch " + PLAN + " " + words + "; code=$?; echo end >>log; exit $code"))
                .as(name)
                .exitCode(0);
        assertThat(Files.readString(folder.resolve("log")).lines().map(line -> line.replaceFirst(" (of|on) .*", "")))
                .filteredOn(line -> !line.startsWith("  "))
                .containsExactly(lines.split(", "));
    }

    @Test
    void theShellGoesOnBehindTheAnswer() throws IOException {
        assertThat(shell("{ echo before; multiarch " + PLAN + " --output /dev/stdout; echo after; } >log"))
                .exitCode(0);
        assertThat(Files.readString(folder.resolve("log")))
                .startsWith("before\nplan p ")
                .endsWith("\nafter\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a missing device    | /dev/no-such-device | 2 | /dev/no-such-device: there is no such file or folder
            a closed descriptor | /dev/fd/99          | 2 | /dev/fd/99: there is no such file or folder
            one open to read    | /dev/fd/7           | 4 | /dev/fd/7: is not open for writing
            a folder            | .                   | 2 | --output .: this is a folder. Fix: name a file
            """)
    void whatCannotBeWrittenIsSaid(String name, String file, int code, String message) {
        assertThat(shell("multiarch " + PLAN + " --output " + file + " 7</dev/null"))
                .as(name)
                .exitCode(code)
                .stderrIsOneLineWith(message);
        assertThat(Path.of("/dev/no-such-device")).doesNotExist();
    }

    /** A file may become no larger, as on a disk that is full. */
    @Test
    void aFullDiskLeavesTheOldFile() throws IOException {
        String old = "old\n".repeat(1000);
        Files.writeString(folder.resolve("answer"), old);
        assertThat(shell("ulimit -f 8; multiarch policy schema --output answer"))
                .exitCode(4)
                .stderrIsOneLineWith("answer: can't be written: File too large. The file is as it was");
        assertThat(folder.resolve("answer")).hasContent(old);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("answer");
    }

    @Test
    void othersMayReadThePlan() throws IOException {
        assertThat(shell("umask 022; multiarch " + PLAN)).exitCode(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".multiarch/plan.json"))))
                .isEqualTo("rw-r--r--");
    }

    private Transcript shell(String script) {
        String program =
                Commands.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return commands.in(folder).program("sh", "-c", "multiarch() { " + program + " \"$@\"; }\n" + script);
    }
}
