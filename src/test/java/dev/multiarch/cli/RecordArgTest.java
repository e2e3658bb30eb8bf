package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code --record-arg}: which build arguments a record keeps with their values. */
class RecordArgTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private Transcript ship(String... more) throws IOException {
        FakeBuilder builder = FakeBuilder.in(folder, "linux/amd64");
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        List<String> words = new ArrayList<>(
                List.of("ship", "--image", "localhost:1/app", "--platforms", "linux/amd64", "--no-push"));
        words.addAll(List.of("--plan-id", "p"));
        words.addAll(List.of(more));
        words.addAll(List.of("--", ".", "--build-arg", "VERSION=1.2.3", "--build-arg=OTHER=anything"));
        return commands.in(folder)
                .with("PATH", builder.path())
                .with("HOME", folder.toString())
                .run(words.toArray(String[]::new));
    }

    @Test
    void onlyTheNamedOneKeepsItsValue() throws Exception {
        assertThat(ship("--record-arg", "VERSION")).exitCode(0);
        assertThat(Files.readString(folder.resolve(".multiarch/records/p/linux-amd64/1.json")))
                .contains("\"--build-arg=VERSION=1.2.3\"", "\"--build-arg=OTHER\"");
    }

    @Test
    void aNameThatSaysSecretOrIsNotGivenIsRefused() throws Exception {
        assertThat(ship("--record-arg", "NPM_TOKEN"))
                .exitCode(2)
                .stderrContains("--record-arg NPM_TOKEN: this name says that the value is secret");
        assertThat(ship("--record-arg", "VERSON"))
                .exitCode(2)
                .stderrContains("--record-arg VERSON: there is no such build argument. Fix: --build-arg VERSON=VALUE");
    }
}
