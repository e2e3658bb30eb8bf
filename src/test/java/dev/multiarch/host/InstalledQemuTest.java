package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstalledQemuTest {
    private static final String LINE =
            ":qemu-aarch64:M::\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
                    + "\\x02\\x00\\xb7\\x00:\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff"
                    + "\\xff\\xff:/usr/libexec/qemu-binfmt/aarch64-binfmt-P:OPF\n";

    @TempDir
    Path root;

    private Path line;

    @BeforeEach
    void makeFolder() throws IOException {
        line = Files.createDirectories(root.resolve("usr/lib/binfmt.d")).resolve("qemu-aarch64.conf");
    }

    @Test
    void aLineWhoseProgramIsGoneIsNone() throws IOException {
        Files.writeString(line, LINE);
        assertThat(InstalledQemu.all(new LocalHost(root))).isEmpty();
        program("usr/libexec/qemu-binfmt/aarch64-binfmt-P");
        assertThat(InstalledQemu.all(new LocalHost(root)))
                .extracting(Registration::line)
                .containsExactly(LINE.strip());
    }

    @Test
    void aDistributionsLineComesBeforeOneOfOurs() throws IOException {
        Files.writeString(line, LINE);
        program("usr/libexec/qemu-binfmt/aarch64-binfmt-P");
        program("usr/bin/qemu-aarch64-static");
        assertThat(InstalledQemu.all(new LocalHost(root)))
                .extracting(each -> each.entry().interpreter())
                .containsExactly("/usr/libexec/qemu-binfmt/aarch64-binfmt-P");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "linux/386, /usr/bin/qemu-i386-static",
        "linux/amd64, /usr/local/bin/qemu-x86_64-static",
        "linux/arm/v6, /usr/bin/qemu-arm-static",
        "linux/arm64, /usr/bin/qemu-aarch64-static",
        "linux/loong64, /usr/bin/qemu-loongarch64-static",
        "linux/mips64le, /usr/bin/qemu-mips64el-static",
        "linux/ppc64le, /usr/bin/qemu-ppc64le-static",
        "linux/riscv64, /usr/local/bin/qemu-riscv64-static",
        "linux/s390x, /usr/bin/qemu-s390x-static"
    })
    void oneWithoutALineGoesByItsName(String platform, String file) throws IOException {
        program(file.substring(1));
        Registration found = InstalledQemu.serving(new LocalHost(root), Platform.parse(platform))
                .orElseThrow();
        assertThat(found.entry().interpreter()).isEqualTo(file);
        assertThat(found.lineForContainers()).endsWith(":" + file + ":OCF");
        assertThat(InstalledQemu.all(new LocalHost(root))).hasSize(1);
    }

    /** Debian 12 for amd64 has lines for all of them but those that an amd64 CPU runs. */
    @Test
    void ourMagicIsThatOfDebiansLines() throws IOException {
        List<BinfmtEntry> debians;
        try (var in = new BufferedReader(new InputStreamReader(
                InstalledQemuTest.class.getResourceAsStream("binfmt.d.csv"), StandardCharsets.UTF_8))) {
            debians = in.lines()
                    .map(row -> Registration.parse(row.substring(row.indexOf('|') + 1))
                            .entry())
                    .toList();
        }
        for (String architecture : Elf.ARCHITECTURES) {
            String ours = Elf.match(architecture).orElseThrow().magic();
            assertThat(debians)
                    .as(architecture)
                    .filteredOn(entry -> entry.handles(Platform.parse("linux/" + architecture)))
                    .filteredOn(entry -> entry.match().orElseThrow().magic().startsWith(ours))
                    .hasSizeGreaterThanOrEqualTo(Set.of("386", "amd64").contains(architecture) ? 0 : 1);
        }
    }

    private void program(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
