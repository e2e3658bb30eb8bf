package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.registry.FaultyRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a process has: an exit code that a shell sees, signals, a locale, standard streams, an environment without a home. */
class OwnJvmTest {
    private static final String PLAN = "plan --image r/app --platforms linux/amd64";

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0 | plan --image r/app --platforms linux/amd64                    | r/app
            1 | plan --image r/app --platforms linux/amd64 --policy p.yaml    | linux/s390x
            2 | plan --image r/app                                            | --platforms
            3 | verify-index HOST/app:1                                       | 404
            4 | registry --folder file                                        | file
            """)
    void itsExitCodeIsTheProcess(int code, String line, String said) throws IOException {
        Files.writeString(folder.resolve("file"), "");
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage: {platforms: {required: [linux/s390x]}}\n");
        try (FaultyRegistry server = FaultyRegistry.start()) {
            var transcript =
                    commands.in(folder).run(line.replace("HOST", server.host()).split(" "));
            assertThat(transcript).exitCode(code);
            assertThat(transcript.out() + transcript.err()).contains(said);
        }
    }

    /** Without a locale Java 17 takes ASCII for its streams. */
    @Test
    void withoutALocaleItReadsAndPrintsUtf8() throws IOException {
        Files.writeString(folder.resolve("p.yaml"), "größe: 1\n");
        assertThat(shell("env -i LC_ALL=C", "policy check p.yaml", ""))
                .exitCode(2)
                .stdoutContains("p.yaml:1:1 unknown key \"größe\"");
    }

    @Test
    void aReaderThatWentIsAnError() {
        assertThat(shell("", PLAN, " >&-")).exitCode(4).stdoutIsEmpty();
    }

    @ParameterizedTest(name = "SIG{0}")
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void aSignalEndsIt(String signal, int exit) throws Exception {
        String line = quoted("registry --port 0");
        // A shell starts what it puts into the background with SIGINT ignored, and a JVM then keeps to that.
        Process registry = Commands.process(List.of("sh", "-c", "exec env --default-signal=" + signal + " " + line))
                .redirectErrorStream(true)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(registry.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).startsWith("registry 127.0.0.1:");
            assertThat(commands.program("sh", "-c", "kill -" + signal + " " + registry.pid()))
                    .exitCode(0);
            assertThat(registry.waitFor()).isEqualTo(exit);
        } finally {
            registry.destroyForcibly();
        }
    }

    private Transcript shell(String before, String line, String after) {
        return commands.in(folder).program("sh", "-c", before + " " + quoted(line) + after);
    }

    private static String quoted(String line) {
        return Commands.command(line.split(" ")).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
    }
}
