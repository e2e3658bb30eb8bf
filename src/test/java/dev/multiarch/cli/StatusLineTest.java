package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.ServedImages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How far a command has come is shown to a person at a terminal, which {@code script} makes here, and to nobody else. */
class StatusLineTest {
    private static final String SHOWN = "\r\u001b[Kread ";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();

    /** Sixteen are read at a time, so the last eight come after twice as long. */
    @BeforeEach
    void slow() {
        var shelf = new ServedImages(server);
        List<String> entries = new ArrayList<>();
        for (String arch : List.of("amd64", "arm64", "386", "ppc64le", "s390x", "riscv64", "mips", "loong64")) {
            for (String os : List.of("linux", "freebsd", "netbsd")) {
                entries.add(ServedImages.on(shelf.image(os, arch), os + "/" + arch));
            }
        }
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(entries.toArray(String[]::new)));
        server.answerBlobsAfter(1_200);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Transcript onATerminal(Commands who, String... more) {
        Commands.need("script");
        List<String> words = new ArrayList<>(List.of("inspect", server.host() + "/app:1"));
        words.addAll(List.of(more));
        String line = Commands.command(words.toArray(String[]::new)).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return who.in(folder).program("script", "-qec", line, "/dev/null");
    }

    @Test
    void aPersonSeesHowFarItIs() {
        Transcript said = onATerminal(commands.with("CI", "").with("TERM", "xterm"));
        assertThat(said)
                .exitCode(0)
                .stdoutContains(SHOWN, " of 24 images", "\r\u001b[K" + server.host() + "/app:1 is an index");
    }

    @Test
    void nobodyElseDoes() {
        assertThat(commands.in(folder).run("inspect", server.host() + "/app:1"))
                .exitCode(0)
                .stderrIsEmpty()
                .stdoutDoesNotContain(SHOWN);
        assertThat(onATerminal(commands.with("CI", "true").with("TERM", "xterm")))
                .exitCode(0)
                .stdoutDoesNotContain(SHOWN);
        assertThat(onATerminal(commands.with("CI", "").with("TERM", "xterm"), "--quiet"))
                .exitCode(0)
                .stdoutDoesNotContain(SHOWN);
    }
}
