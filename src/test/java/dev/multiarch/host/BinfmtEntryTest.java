package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BinfmtEntryTest {
    private static final String ARM64 = """
            enabled
            interpreter /usr/libexec/qemu-binfmt/aarch64-binfmt-P
            flags: POCF
            offset 0
            magic 7f454c460201010000000000000000000200b700
            mask ffffffffffffff00fffffffffffffffffeffffff
            """;
    private static final List<String> ALL = List.of(
            "linux/386",
            "linux/amd64",
            "linux/arm/v5",
            "linux/arm/v6",
            "linux/arm/v7",
            "linux/arm64",
            "linux/loong64",
            "linux/mips64le",
            "linux/ppc64",
            "linux/ppc64le",
            "linux/riscv64",
            "linux/s390x",
            "windows/amd64",
            "linux/pdp11");

    /** Magic and mask as Debian's qemu-user-static registers them. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "aarch64, 7f454c460201010000000000000000000200b700, ffffffffffffff00fffffffffffffffffeffffff, linux/arm64",
        "arm, 7f454c4601010100000000000000000002002800, ffffffffffffff00fffffffffffffffffeffffff,"
                + " linux/arm/v5 linux/arm/v6 linux/arm/v7",
        "i386, 7f454c4601010100000000000000000002000300, fffffffffffefefcfffffffffffffffffeffffff, linux/386",
        "x86_64, 7f454c4602010100000000000000000002003e00, fffffffffffefefcfffffffffffffffffeffffff, linux/amd64",
        "ppc64le, 7f454c4602010100000000000000000002001500, ffffffffffffff00fffffffffffffffffeffff00, linux/ppc64le",
        "ppc64, 7f454c4602020100000000000000000000020015, ffffffffffffff00fffffffffffffffffffeffff, linux/ppc64",
        "s390x, 7f454c4602020100000000000000000000020016, ffffffffffffff00fffffffffffffffffffeffff, linux/s390x",
        "riscv64, 7f454c460201010000000000000000000200f300, ffffffffffffff00fffffffffffffffffeffffff, linux/riscv64",
        "loongarch64, 7f454c4602010100000000000000000002000201, fffffffffffffffc00fffffffffffffffeffffff,"
                + " linux/loong64",
        "no mask, 7f454c460201010000000000000000000200b700, '', linux/arm64",
        "something else, cafebabe, ffffffff, ''"
    })
    void servesThePlatformsOfItsMagic(String name, String magic, String mask, String platforms) {
        String text = "enabled\ninterpreter /q\nflags: \noffset 0\nmagic " + magic + "\n"
                + (mask.isEmpty() ? "" : "mask " + mask + "\n");
        BinfmtEntry entry = BinfmtEntry.parse(name, text);
        assertThat(ALL.stream().filter(p -> entry.handles(Platform.parse(p))))
                .containsExactlyElementsOf(platforms.isEmpty() ? List.of() : List.of(platforms.split(" ")));
        assertThat(BinfmtEntry.parse(name, entry.text())).isEqualTo(entry);
    }

    @Test
    void readsAndPrintsWhatTheKernelShows() {
        BinfmtEntry entry = BinfmtEntry.parse("qemu-aarch64", ARM64);
        assertThat(entry.interpreter()).isEqualTo("/usr/libexec/qemu-binfmt/aarch64-binfmt-P");
        assertThat(entry.flags()).isEqualTo("POCF");
        assertThat(entry.text()).isEqualTo(ARM64);
    }

    @Test
    void servesNothingWhileDisabled() {
        BinfmtEntry entry = BinfmtEntry.parse("q", ARM64.replace("enabled", "disabled"));
        assertThat(entry.enabled()).isFalse();
        assertThat(entry.handles(Platform.parse("linux/arm64"))).isFalse();
    }

    @Test
    void readsEntriesByExtension() {
        String text = "enabled\ninterpreter /usr/bin/wine\nflags: \nextension .exe\n";
        BinfmtEntry entry = BinfmtEntry.parse("wine", text);
        assertThat(entry.extension()).hasValue(".exe");
        assertThat(entry.handles(Platform.parse("linux/amd64"))).isFalse();
        assertThat(entry.text()).isEqualTo(text);
    }

    static Stream<Arguments> odd() {
        return Stream.of(
                Arguments.of("empty", "", "it says neither enabled nor disabled"),
                Arguments.of("both", "enabled\ndisabled\n", "it says neither enabled nor disabled"),
                Arguments.of("no interpreter", "enabled\nmagic 7f\n", "it names no interpreter"),
                Arguments.of("no magic", "enabled\ninterpreter /q\n", "it has neither magic nor extension"),
                Arguments.of("repeated", "enabled\nenabled\n", "a line is too long or occurs twice"),
                Arguments.of("long", "enabled\ninterpreter " + "/q".repeat(4000), "a line is too long or occurs twice"),
                Arguments.of(
                        "odd magic",
                        "enabled\ninterpreter /q\nmagic 7f4\n",
                        "offset, magic and mask don't go together"),
                Arguments.of(
                        "short mask",
                        "enabled\ninterpreter /q\nmagic 7f45\nmask ff\n",
                        "offset, magic and mask don't go together"),
                Arguments.of(
                        "far offset",
                        "enabled\ninterpreter /q\noffset 99999\nmagic 7f\n",
                        "offset, magic and mask don't go together"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("odd")
    void saysWhatIsOdd(String name, String text, String why) {
        assertThatThrownBy(() -> BinfmtEntry.parse("qemu-x", text))
                .isInstanceOf(FormatException.class)
                .hasMessage("binfmt_misc entry \"qemu-x\" is malformed: " + why
                        + ". Expected what the kernel shows: enabled, interpreter, flags, offset, magic, mask");
    }
}
