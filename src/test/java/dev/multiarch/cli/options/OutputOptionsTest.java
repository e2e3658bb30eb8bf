package dev.multiarch.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OutputOptionsTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("answer"), "old and longer");
        answer(file);
        assertThat(file).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("answer");
    }

    @Test
    void aLinkToADeviceStaysOne() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("out"), Path.of("/dev/null"));
        answer(link);
        assertThat(link).isSymbolicLink();
    }

    @Test
    void aFolderIsNone() {
        assertThatThrownBy(() -> answer(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a folder, expected a file to write");
    }

    private void answer(Path file) throws IOException {
        var options = new OutputOptions();
        new CommandLine(options.spec()).parseArgs("--output", file.toString());
        options.answer(new Console(System.out, System.err, Map.of(), folder, Step.NONE), "new");
    }
}
