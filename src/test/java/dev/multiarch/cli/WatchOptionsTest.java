package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --timeout}, {@code --step-timeout} and {@code --silence-timeout}. */
class WatchOptionsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--timeout, 5, '--timeout: duration \"5\" is malformed: expected numbers with their units'",
        "--timeout, 0s, --timeout 0s: expected more than 0s",
        "--step-timeout, 0m, --step-timeout 0m: expected more than 0s",
        "--step-timeout, 31d, '--step-timeout: duration \"31d\" is too long: expected at most 30d'",
        "--silence-timeout, never, '--silence-timeout: duration \"never\" is malformed'"
    })
    void whatIsNotADurationIsRefusedBeforeAnythingIsBuilt(String option, String value, String message)
            throws Exception {
        FakeBuilder builder = FakeBuilder.in(folder, "linux/amd64");
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        List<String> words = new ArrayList<>(List.of("ship", "--image", "localhost:1/app", "--no-push"));
        words.addAll(List.of("--platforms", "linux/amd64", option, value, "--", "."));
        assertThat(commands.in(folder)
                        .with("PATH", builder.path())
                        .with("HOME", folder.toString())
                        .run(words.toArray(String[]::new)))
                .exitCode(2)
                .stderrContains(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "--progress=quiet, 'linux/amd64: its steps are not watched, as buildx does not print them with progress \"quiet\"'",
        "-q, 'linux/amd64: its steps are not watched, as buildx does not print them with --quiet'"
    })
    void stepsThatAreNotPrintedAreNotWatched(String flag, String message) throws Exception {
        FakeBuilder builder = FakeBuilder.in(folder, "linux/amd64");
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        assertThat(commands.in(folder)
                        .with("PATH", builder.path())
                        .with("HOME", folder.toString())
                        .run(
                                "ship",
                                "--image",
                                "localhost:1/app",
                                "--platforms",
                                "linux/amd64",
                                "--no-push",
                                "--",
                                ".",
                                flag))
                .exitCode(0)
                .stderrContains(message);
    }
}
