package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One source, one jar: anyone who builds a release again can compare its checksum. */
class ReproducibleIT {
    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(5));

    @TempDir
    Path temp;

    @Test
    void builtTwiceInTwoPlacesItIsTheSameFile() throws IOException {
        Stack.require();
        Path first = build("one");
        Path second = build("and another");
        assertThat(second.getFileName()).isEqualTo(first.getFileName());
        assertThat(Files.mismatch(first, second))
                .as("offset of the first other byte")
                .isEqualTo(-1);
    }

    private Path build(String name) throws IOException {
        Path root = Files.createDirectories(temp.resolve(name));
        assertThat(commands.program(
                        "cp", "--parents", "-R", "scripts", "policies", "pom.xml", "src/main", root.toString()))
                .exitCode(0);
        assertThat(commands.program(root.resolve("scripts/multiarch").toString(), "--version"))
                .exitCode(0);
        try (Stream<Path> files = Files.list(root.resolve("target/launch"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
