package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiarch.image.Platform;
import dev.multiarch.process.Program;
import dev.multiarch.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probes' bytes are what their sources say. */
class ProbeSourceIT {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "amd64, x86_64-linux-gnu-as",
        "386, i686-linux-gnu-as",
        "arm64, aarch64-linux-gnu-as",
        "arm, arm-linux-gnueabihf-as",
        "riscv64, riscv64-linux-gnu-as",
        "ppc64le, powerpc64le-linux-gnu-as",
        "s390x, s390x-linux-gnu-as"
    })
    void isAssembledFromItsSource(String architecture, String assembler) throws Exception {
        var programs = new Programs(line -> {});
        boolean installed =
                programs.run(Program.of("sh", "-c", "command -v " + assembler)).ok();
        assumeTrue(installed || "1".equals(System.getenv("MULTIARCH_REQUIRE_STACK")), assembler + " is not installed");
        programs.run(Program.of("src/main/probe/assemble", folder.toString(), architecture))
                .orThrow();
        assertThat(Files.readAllBytes(folder.resolve("probe-" + architecture)))
                .isEqualTo(
                        ProbeProgram.of(Platform.parse("linux/" + architecture)).orElseThrow());
    }
}
