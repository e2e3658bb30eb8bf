package dev.multiarch.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole JVM, as signals reach whole JVMs only. */
class SignalTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "SIG{0}")
    @CsvSource({"TERM, 143", "INT, 130"})
    void endsWhatRunsAndItsChildren(String signal, int exit) throws Exception {
        List<String> words = new ArrayList<>();
        if (System.getProperty("os.name").startsWith("Linux")) {
            // A shell starts what it puts into the background with SIGINT ignored, and a JVM then keeps to that.
            words.addAll(List.of("env", "--default-signal=" + signal));
        }
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName()));
        Process jvm =
                new ProcessBuilder(words).directory(folder.toFile()).inheritIO().start();
        Path pid = folder.resolve("pid");
        while (!Files.exists(pid) || Files.size(pid) == 0) {
            assertThat(jvm.isAlive()).isTrue();
            Thread.sleep(20);
        }
        // The shell's own: not every machine has a program of this name.
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + jvm.pid())
                .start()
                .waitFor();
        assertThat(jvm.waitFor()).isEqualTo(exit);
        long child = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(child).map(Commands::runs).orElse(false)).isFalse();
    }

    /** As a command does it: what a program came to becomes an exit code, at once. */
    static final class Waiting {
        public static void main(String[] args) {
            try {
                new Programs(line -> {})
                        .run(Program.of("sh", "-c", "sh -c 'trap \"\" TERM INT; echo $$ > pid; sleep 300; sleep 300'")
                                .within(Duration.ofMinutes(5)));
            } catch (ProgramException e) {
                Runtime.getRuntime().halt(4);
            }
            Runtime.getRuntime().halt(0);
        }
    }
}
