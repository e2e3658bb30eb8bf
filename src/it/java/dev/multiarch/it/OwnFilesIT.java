package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of our own folder in a real build, before and after what the warning says. */
class OwnFilesIT {
    private final Stack stack = Stack.require();

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(5));

    @TempDir
    Path folder;

    private Transcript build() {
        return commands.in(folder)
                .run("build", "--platform", "linux/amd64", "--builder", stack.remoteBuilder(), "--no-push", "--", ".");
    }

    @Test
    void theLineInTheIgnoreFileKeepsItOutOfTheImageAndTheCacheWhole() throws Exception {
        String salt = Line.salt();
        Files.writeString(
                folder.resolve("Dockerfile"),
                "FROM " + Stack.variable("MULTIARCH_IT_BASE_IMAGE") + "\nCOPY . /src\nRUN ls -A /src # " + salt + "\n");
        assertThat(commands.in(folder)
                        .run("plan", "--image", stack.registry() + "/it/own", "--platforms", "linux/amd64"))
                .exitCode(0);
        for (int i = 0; i < 2; i++) {
            Transcript taken = build();
            assertThat(taken)
                    .exitCode(0)
                    .stderrContains("warning: the build context holds .multiarch, ", "Fix: add the line .multiarch to");
            assertThat(taken.err()).containsPattern("#[0-9]+ [0-9.]+ \\.multiarch\n");
        }
        Files.writeString(folder.resolve(".dockerignore"), ".multiarch\n");
        Transcript clean = build();
        assertThat(clean).exitCode(0).stderrDoesNotContain("the build context holds");
        assertThat(clean.err()).doesNotContainPattern("#[0-9]+ [0-9.]+ \\.multiarch\n");
        Transcript again = build();
        assertThat(again).exitCode(0);
        assertThat(again.err()).containsPattern("COPY \\. /src\n#[0-9]+ CACHED\n");
    }
}
