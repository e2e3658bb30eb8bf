package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationTest {
    private static final String ARM64 =
            ":qemu-aarch64:M::\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02"
                    + "\\x00\\xb7\\x00:\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:"
                    + "/usr/bin/qemu:OP";

    @Test
    void readsWhatADistributionInstalls() {
        BinfmtEntry entry = Registration.parse(ARM64).entry();
        assertThat(entry)
                .isEqualTo(new BinfmtEntry(
                        "qemu-aarch64",
                        true,
                        "/usr/bin/qemu",
                        "OP",
                        Optional.of(new BinfmtEntry.Match(
                                0,
                                "7f454c460201010000000000000000000200b700",
                                "ffffffffffffff00fffffffffffffffffeffffff")),
                        Optional.empty()));
        assertThat(entry.handles(Platform.parse("linux/arm64"))).isTrue();
        assertThat(entry.handles(Platform.parse("linux/arm/v7"))).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "none, /usr/bin/qemu, '', FCO",
        "Debian's, /usr/libexec/qemu-binfmt/aarch64-binfmt-P, OPF, OPFC",
        "complete, /usr/bin/qemu, POCF, POCF",
        "P is in its name, /usr/libexec/qemu-binfmt/aarch64-binfmt-P, F, FCOP"
    })
    void flagsForContainersAreAdded(String name, String interpreter, String before, String after) {
        String bare = ARM64.substring(0, ARM64.length() - 2).replace("/usr/bin/qemu", interpreter);
        assertThat(Registration.parse(bare + before).lineForContainers()).isEqualTo(bare + after);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "by extension         | :py:E::py::/usr/bin/python:     | expected :name:M:offset:magic:mask:interpreter:flags",
                "a field too few      | :a:M::\\x7f:/usr/bin/qemu:      | expected :name:M:offset:magic:mask:interpreter:flags",
                "no magic             | :a:M::::/usr/bin/qemu:          | offset, magic and mask don't go together",
                "a shorter mask       | :a:M::ab:\\xff:/usr/bin/qemu:   | offset, magic and mask don't go together",
                "half a byte          | :a:M::\\x7:\\xff:/usr/bin/qemu: | a backslash is not followed by x and two hex digits",
                "a path for a name    | :../a:M::a:\\xff:/usr/bin/qemu: | it has no plain name or no interpreter",
                "a relative program   | :a:M::a:\\xff:qemu:             | it has no plain name or no interpreter",
            })
    void refuses(String name, String line, String why) {
        assertThatThrownBy(() -> Registration.parse(line))
                .isInstanceOf(FormatException.class)
                .hasMessageEndingWith("is malformed: " + why);
    }

    /** Debian 12, qemu-user-binfmt 7.2: each file's line, printed from what it was read as, reads as the same again. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "binfmt.d.csv", delimiter = '|')
    void printsWhatItReads(String name, String line) {
        Registration read = Registration.parse(line);
        assertThat(read.entry().name()).isEqualTo(name);
        assertThat(Registration.of(read.entry()).entry()).isEqualTo(read.entry());
    }

    @Test
    void anInterpreterWithAColonIsPrintedToo() {
        BinfmtEntry entry = Registration.parse(ARM64.replace(":", "|").replace("/usr/bin/qemu", "/opt/a:b/qemu"))
                .entry();
        assertThat(entry.interpreter()).isEqualTo("/opt/a:b/qemu");
        assertThat(Registration.of(entry).entry()).isEqualTo(entry);
    }

    /** The kernel shows an extension with a dot before it. */
    @Test
    void anEntryByExtensionIsPrintedForPuttingItBack() {
        BinfmtEntry entry =
                BinfmtEntry.parse("python", "disabled\ninterpreter /usr/bin/python3\nflags: OC\nextension .pyc\n");
        assertThat(Registration.line(entry)).isEqualTo(":python:E::pyc::/usr/bin/python3:OC");
    }
}
