package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** containerd's normalisation, a line each, and what is not a platform. */
class PlatformTest {
    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvFileSource(resources = "platforms.csv", numLinesToSkip = 1)
    void isNormalised(String name, String text, String normal) {
        Platform platform = Platform.parse(text);
        assertThat(platform).hasToString(normal);
        assertThat(Platform.parse(normal)).as("what is printed reads back").isEqualTo(platform);
        assertThat(new Platform(platform.os(), platform.architecture(), platform.variant(), platform.osVersion()))
                .as("a normal one stays")
                .isEqualTo(platform);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing, ''",
        "an operating system alone, linux",
        "one that is also an alias, macos",
        "no architecture, linux/",
        "no operating system, /arm64",
        "no variant behind the slash, linux/arm/",
        "four parts, linux/arm/v7/x",
        "a space within, linux/arm 64",
        "a wildcard, linux/*",
        "a comma, 'linux/amd64,linux/arm64'",
        "an open version, windows(10/amd64",
        "an escape, linux/\u001b[31m",
        "other letters, linux/ärm"
    })
    void isMalformed(String name, String text) {
        assertThatThrownBy(() -> Platform.parse(text))
                .isInstanceOf(FormatException.class)
                .hasMessage("platform \"" + text
                        + "\" is malformed: expected os/architecture[/variant], such as linux/arm/v7");
    }

    @Test
    void partsOfADocumentAreHeldToTheSame() {
        assertThatThrownBy(() -> Platform.of("", "amd64", ""))
                .hasMessage("platform \"\" is malformed: expected os/architecture[/variant], such as linux/arm/v7");
        assertThatThrownBy(() -> Platform.of("linux", "x".repeat(65), "")).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> new Platform("windows", "amd64", "", "10)/x")).isInstanceOf(FormatException.class);
    }

    @Test
    void lowerCaseIsTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(Platform.parse("LINUX/I386")).hasToString("linux/386");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"linux/arm/v7, linux-arm-v7", "linux/amd64, linux-amd64", "windows(10.0.1)/amd64, windows_10.0.1_-amd64"
    })
    void aSlugHoldsNoSlash(String text, String slug) {
        assertThat(Platform.parse(text).slug()).isEqualTo(slug);
    }

    @Test
    void onlyUnknownUnknownIsUnknown() {
        assertThat(Platform.parse("unknown/unknown").isUnknown()).isTrue();
        assertThat(Platform.parse("unknown/amd64").isUnknown()).isFalse();
        assertThat(Platform.parse("linux/unknown").isUnknown()).isFalse();
    }

    @Test
    void platformsSortByTheirPrintedForm() {
        assertThat(Stream.of("linux/arm64", "linux/arm", "linux/amd64", "darwin/arm64")
                        .map(Platform::parse)
                        .sorted())
                .map(Platform::toString)
                .isEqualTo(List.of("darwin/arm64", "linux/amd64", "linux/arm/v7", "linux/arm64"));
    }

    @Test
    void anyTextIsAPlatformThatReadsBackOrAnError() {
        Random random = new Random(7);
        List<String> pieces = List.of("linux", "arm", "64", "/", "(", ")", "v8", ".", " ", "I386", "", "\n");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(7), 0, pieces.size()).forEach(n -> text.append(pieces.get(n)));
            try {
                Platform platform = Platform.parse(text.toString());
                assertThat(Platform.parse(platform.toString())).isEqualTo(platform);
            } catch (FormatException malformed) {
                assertThat(malformed).hasMessageStartingWith("platform \"");
            }
        }
    }
}
