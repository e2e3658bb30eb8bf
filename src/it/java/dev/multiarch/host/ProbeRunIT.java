package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import dev.multiarch.it.Stack;
import dev.multiarch.process.Program;
import dev.multiarch.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each probe does what it should where it runs: by the CPU, or by Debian's QEMU with a separate root. */
class ProbeRunIT {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String MOUNTED =
            "mkdir -p \"$0/proc\" \"$0/dev\" && mount --rbind /proc \"$0/proc\"" + " && exec chroot \"$0\" \"$@\"";

    @TempDir
    Path root;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "linux/amd64, ''",
        "linux/386, qemu-i386-static",
        "linux/arm64, qemu-aarch64-static",
        "linux/arm/v7, qemu-arm-static",
        "linux/riscv64, qemu-riscv64-static",
        "linux/ppc64le, qemu-ppc64le-static",
        "linux/s390x, qemu-s390x-static"
    })
    void tellsWhoseHostItIsAndWhatRanIt(String platform, String emulator) throws Exception {
        Stack.require();
        Path probe = root.resolve("probe");
        Files.write(probe, ProbeProgram.of(Platform.parse(platform)).orElseThrow());
        probe.toFile().setExecutable(true);
        if (!emulator.isEmpty()) {
            Files.copy(Path.of("/usr/bin", emulator), root.resolve("qemu"))
                    .toFile()
                    .setExecutable(true);
        }
        String[] command = emulator.isEmpty() ? new String[] {"/probe"} : new String[] {"/qemu", "/probe"};
        run(command);
        var answer = ProbeResult.parse(Files.readString(root.resolve("multiarch-facts")));
        assertThat(answer.boot()).isEqualTo(Files.readString(BOOT_ID).strip());
        assertThat(answer.kernel())
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        assertThat(answer.bundled()).isFalse();
        assertThat(answer.executable()).isEqualTo(command[0]);
    }

    /** In a separate mount namespace, so that nothing stays mounted. */
    private void run(String... command) throws Exception {
        var line = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", MOUNTED, root.toString()));
        line.addAll(List.of(command));
        new Programs(said -> {}).run(Program.of(line)).orThrow();
    }
}
