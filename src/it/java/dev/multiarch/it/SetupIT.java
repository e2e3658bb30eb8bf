package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Emulation that is not there, on the real kernel: with a platform that nothing else here builds for. */
class SetupIT {
    private static final Path ENTRY = Path.of("/proc/sys/fs/binfmt_misc/qemu-riscv64");

    private static final String BUILDER = "multiarch-it-setup";

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(3));

    @TempDir
    Path temp;

    private Stack stack;

    /** A builder of the test's own: BuildKit goes on listing a platform whose emulator has gone. */
    @BeforeEach
    void takeTheEmulatorAway() throws IOException {
        stack = Stack.require();
        remove();
        assertThat(commands.program(
                        "docker",
                        "buildx",
                        "create",
                        "--name",
                        BUILDER,
                        "--driver",
                        "docker-container",
                        "--driver-opt",
                        "network=host",
                        "--bootstrap"))
                .exitCode(0);
        Files.writeString(temp.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    }

    @AfterEach
    void remove() throws IOException {
        if (Files.exists(ENTRY)) {
            Files.write(ENTRY, "-1".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        }
        assertThat(commands.program("sh", "-c", "docker buildx rm --force " + BUILDER + " || true"))
                .exitCode(0);
    }

    @Test
    void anInstalledQemuIsRegisteredForTheLegThatNeedsIt() throws IOException {
        assertThat(ship("needed", "linux/amd64,linux/riscv64", "--setup"))
                .exitCode(0)
                .stderrContains("QEMU for linux/riscv64 was not there: registered the installed ");
        assertThat(Files.readString(ENTRY)).containsPattern("flags: [POC]*F");
        assertThat(ship("there", "linux/amd64,linux/riscv64", "--setup"))
                .exitCode(0)
                .stderrDoesNotContain("QEMU for");
    }

    @Test
    void nativeLegsAndCallsWithoutSetupChangeNothing() {
        assertThat(ship("native", "linux/amd64,linux/386", "--setup"))
                .exitCode(0)
                .stderrDoesNotContain("QEMU");
        assertThat(ship("unasked", "linux/riscv64", "--verbose")).exitCode(0);
        assertThat(ENTRY).doesNotExist();
    }

    private Transcript ship(String name, String platforms, String option) {
        return commands.in(temp)
                .run(
                        "ship",
                        "--image=" + stack.registry() + "/it/setup-" + name,
                        "--platforms=" + platforms,
                        "--tag=1",
                        "--builder=" + BUILDER,
                        option,
                        "--",
                        ".");
    }
}
