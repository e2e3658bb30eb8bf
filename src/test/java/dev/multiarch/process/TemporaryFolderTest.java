package dev.multiarch.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsInItGoesWithIt() throws IOException {
        Path path;
        try (var made = TemporaryFolder.make("multiarch-test")) {
            path = made.path();
            Files.writeString(Files.createDirectories(made.resolve("a/b")).resolve("c"), "");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void itMayBeGoneAlready() throws IOException {
        try (var made = TemporaryFolder.make("multiarch-test")) {
            Files.delete(made.path());
        }
    }

    /** As Ctrl-C does. */
    @Test
    void aSignalLeavesNothing() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName())
                .start();
        try (var out = new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("made");
            assertThat(folder).isNotEmptyDirectory();
            holder.destroy();
            assertThat(holder.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(folder).isEmptyDirectory();
        } finally {
            holder.destroyForcibly();
        }
    }

    /** Holds a folder until a signal ends it. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] none) throws Exception {
            try (var made = TemporaryFolder.make("multiarch-test")) {
                Files.writeString(made.resolve("file"), "x");
                System.out.println("made");
                new CountDownLatch(1).await();
            }
        }
    }
}
