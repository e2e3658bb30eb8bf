package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CpuNamesTest {
    private static final String TABLE = """
            linux-x64 | amd64
            linuxmusl-x64 | amd64
            win32-ia32 | 386
            linux-arm64 | arm64
            bufferutil.armv8.node | arm64
            bufferutil.armv7.node | arm
            linux-musl-arm64 | arm64
            x86_64-linux-gnu | amd64
            aarch64-linux-gnu | arm64
            arm-linux-gnueabihf | arm
            powerpc64le-linux-gnu | ppc64le
            riscv64gc-unknown-linux-gnu | riscv64
            armv7-unknown-linux-musleabihf | arm
            mips64el-linux-gnuabi64 | mips64le
            loongarch64-linux-gnu | loong64
            i686-linux-gnu | 386
            Linux-x86_64 | amd64
            linux-x86-64 | amd64
            amd64v3 | amd64
            linux64 | amd64
            esbuild-linux-64 | amd64
            linux32 | 386
            libx_aarch_64.so | arm64
            m.cpython-312-x86_64-linux-gnu.so | amd64
            arm64-v8a | arm64
            armeabi-v7a | arm
            Linux-64bit-arm | arm64
            java-17-openjdk-amd64 | amd64
            ld-linux-x86-64.so.2 | amd64
            s390x | s390x
            linux_amd64 | amd64
            x86_64-and-aarch64 | amd64 arm64
            alarm |
            charm |
            lib64 |
            x8664 |
            python3.12 |
            max64 |
            """;

    static Stream<Arguments> names() {
        return TABLE.lines().map(row -> {
            String[] cells = row.split(" \\| ?", -1);
            return Arguments.of(cells[0], cells[1]);
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("names")
    void readsWhatAComponentNames(String component, String expected) {
        assertThat(CpuNames.in(component).stream()
                        .map(CpuNames.Name::architecture)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} can hold {1}: {2}")
    @CsvSource({
        "linux-x86, 386, true",
        "linux-x86, amd64, true",
        "linux-arm, arm, true",
        "linux-arm, amd64, false",
        "linux-arm64, arm, false",
        "linux-ppc64, ppc64le, true",
        "linux-ppc64le, ppc64, false",
        "linux-x64, 386, false"
    })
    void someNamesMeanMoreThanOneCpu(String component, String content, boolean allowed) {
        ElfHeader header = ElfHeader.of(content).orElseThrow();
        assertThat(CpuNames.in(component)).allMatch(name -> name.allows(header) == allowed);
    }
}
