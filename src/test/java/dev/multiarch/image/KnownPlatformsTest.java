package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.text.FormatException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KnownPlatformsTest {
    private static final String NO_ARCHITECTURE = "there is no architecture ";

    /** Those of {@code go tool dist list}, Go 1.26, and some of containerd and BuildKit. */
    private static final String KNOWN = """
            aix/ppc64 android/386 android/amd64 android/arm android/arm64 darwin/amd64 darwin/arm64
            dragonfly/amd64 freebsd/386 freebsd/amd64 freebsd/arm freebsd/arm64 illumos/amd64 ios/amd64
            ios/arm64 js/wasm linux/386 linux/amd64 linux/arm linux/arm64 linux/loong64 linux/mips linux/mips64
            linux/mips64le linux/mipsle linux/ppc64 linux/ppc64le linux/riscv64 linux/s390x netbsd/386
            netbsd/amd64 netbsd/arm netbsd/arm64 openbsd/386 openbsd/amd64 openbsd/arm openbsd/arm64
            openbsd/ppc64 openbsd/riscv64 plan9/386 plan9/amd64 plan9/arm solaris/amd64 wasip1/wasm windows/386
            windows/amd64 windows/arm64 linux/amd64/v1 linux/amd64/v2 linux/amd64/v4 linux/arm/v5 linux/arm/v8
            linux/arm64/v8 linux/arm64/v9 linux/arm64/v8.2 linux/386/softfloat linux/ppc64le/power9
            linux/riscv64/rva22u64 linux/sparc64 wasi/wasm windows(10.0.20348)/amd64 LINUX/X86_64 macos/arm64
            arm64 linux/armhf linux/aarch64
            """;

    static Stream<String> known() {
        return Arrays.stream(KNOWN.strip().split("\\s+"));
    }

    @ParameterizedTest
    @MethodSource("known")
    void takesWhatGoAndContainerdKnow(String text) {
        assertThat(KnownPlatforms.parse(text)).isNotNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "linux/amd46       | linux/amd64",
                "linux/i368        | linux/386",
                "linx/amd64        | linux/amd64",
                "linux/arm/v77     | linux/arm/v7",
                "linux/armv7       | linux/arm/v7",
                "linux/arm32v6     | linux/arm/v6",
                "linux/arm64v8     | linux/arm64",
                "linux/x64         | linux/amd64",
                "linux/x86         | linux/386",
                "linux/ppc64el     | linux/ppc64le",
                "linux/loongarch64 | linux/loong64",
                "linux/risc64      | linux/riscv64",
                "linux-amd64       | linux/amd64",
                "linux-arm-v7      | linux/arm/v7",
                "win/amd64         | windows/amd64",
                "osx/arm64         | darwin/arm64",
                "amd46             | linux/amd64",
                "linux/arm46/v8    | linux/arm64",
            })
    void aSlipIsRefusedWithWhatMayBeMeant(String text, String meant) {
        assertThatThrownBy(() -> KnownPlatforms.parse(text))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("platform \"" + text + "\" is not known: there is no ")
                .hasMessageEndingWith(". Did you mean " + meant + "?");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "all             | name each platform, such as linux/amd64,linux/arm64",
                "foo/bar         | there is no operating system \"foo\". Expected os/architecture[/variant], such as linux/amd64, linux/arm64 or linux/arm/v7",
                "windows/s390x   | " + NO_ARCHITECTURE
                        + "\"s390x\" of windows. Expected os/architecture[/variant], such as linux/amd64, linux/arm64 or linux/arm/v7",
                "linux/wasm      | " + NO_ARCHITECTURE
                        + "\"wasm\" of linux. Expected os/architecture[/variant], such as linux/amd64, linux/arm64 or linux/arm/v7",
                "unknown/unknown | there is no operating system \"unknown\". Expected os/architecture[/variant], such as linux/amd64, linux/arm64 or linux/arm/v7",
            })
    void whatIsLikeNothingKnownIsRefusedWithExamples(String text, String message) {
        assertThatThrownBy(() -> KnownPlatforms.parse(text))
                .hasMessage("platform \"" + text + "\" is not known: " + message);
    }
}
