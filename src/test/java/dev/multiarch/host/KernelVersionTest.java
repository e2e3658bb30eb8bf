package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.text.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelVersionTest {
    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "Ubuntu in a cloud, 6.8.0-1021-azure, 6.8",
        "release candidate, 4.8.0-rc1, 4.8",
        "Red Hat, 3.10.0-1160.el7.x86_64, 3.10",
        "WSL, 5.15.167.4-microsoft-standard-WSL2, 5.15.167.4",
        "built from a changed tree, 4.19.121+, 4.19.121",
        "a name behind a dot, 6.1.el9, 6.1",
        "two numbers, 4.8, 4.8",
        "zeros at the end, 5.0.0, 5.0",
        "ten is not one, 4.10, 4.10"
    })
    void printsTheNumbersThatCount(String name, String text, String printed) {
        KernelVersion version = KernelVersion.parse(text);
        assertThat(version).hasToString(printed).isEqualTo(KernelVersion.parse(printed));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "by numbers and not by text, 4.10, 4.8, 1",
        "a release candidate is not an older, 4.8.0-rc1, 4.8, 0",
        "shorter with zeros, 4.8, 4.8.0.0, 0",
        "third number, 4.8.1, 4.8, 1",
        "main number, 3.19, 4.0, -1"
    })
    void compares(String name, String one, String other, int order) {
        assertThat(Integer.signum(KernelVersion.parse(one).compareTo(KernelVersion.parse(other))))
                .isEqualTo(order);
        assertThat(Integer.signum(KernelVersion.parse(other).compareTo(KernelVersion.parse(one))))
                .isEqualTo(-order);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "4", "linux", "v4.8", "4.", ".8", " 4.8", "4.9999999999", "-4.8"})
    void refuses(String text) {
        assertThatThrownBy(() -> KernelVersion.parse(text))
                .isInstanceOf(FormatException.class)
                .hasMessage("kernel version \"" + text + "\" is malformed: expected at least two numbers, such as 4.8");
    }

    @Test
    void takesNoLongerForHostileText() {
        assertThat(KernelVersion.parse("4.8" + "-".repeat(1 << 20))).hasToString("4.8");
        assertThatThrownBy(() -> KernelVersion.parse("x".repeat(1 << 20))).hasMessageContaining("\"…\"");
    }
}
