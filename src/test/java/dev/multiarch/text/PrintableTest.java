package dev.multiarch.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrintableTest {
    static Stream<Arguments> lines() {
        return Stream.of(
                row("plain text", "a: b [c] # d", "a: b [c] # d"),
                row("other scripts", "größe 大きさ 👩\u200d💻", "größe 大きさ 👩\u200d💻"),
                row("colour", "\u001b[1;31mred\u001b[0m", "red"),
                row("window title", "\u001b]0;owned\u0007x", "x"),
                row("link", "\u001b]8;;http://e/\u001b\\x\u001b]8;;\u001b\\", "x"),
                row("escape without an end", "a\u001b[", "a\\x1b["),
                row("C1 escape", "a\u009b31m", "a\\x9b31m"),
                row("bell and backspace", "a\u0007\b", "a\\x07\\x08"),
                row("line breaks", "a\r\nb", "a\\x0d\\x0ab"),
                row("unicode line break", "a\u2028::error::b", "a\\u{2028}::error::b"),
                row("tab", "a\tb", "a b"),
                row("bidi override", "abc\u202ecba", "abc\\u{202e}cba"),
                row("bidi isolate", "\u2066a\u2069", "\\u{2066}a\\u{2069}"),
                row("zero width space", "a\u200bb", "a\\u{200b}b"),
                row("language tag", "a\udb40\udc41", "a\\u{e0041}"),
                row("lone surrogate", "a\ud800b", "a\ufffdb"),
                row("old command", "#5 0.1 ##[error]no", "#5 0.1 ## [error]no"),
                row("old command behind hashes", "###[error]no", "### [error]no"),
                row("old command around colour", "#\u001b[0m#[error]no", "## [error]no"),
                row("command", "::set-output name=a::b", ": :set-output name=a::b"),
                row("command behind spaces", " \u00a0\t::error::b", " \u00a0 : :error::b"),
                row("command around colour", "\u001b[0m:\u001b[0m:error::b", ": :error::b"),
                row("command behind a prefix is none", "#5 0.1 ::error::b", "#5 0.1 ::error::b"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void neutralisesALine(String name, String text, String printed) {
        assertThat(Printable.line(text)).isEqualTo(printed);
    }

    @Test
    void aMessageQuotesNoLongWordWhole() {
        String digest = "sha256:" + "a".repeat(64);
        String address = "https://registry.example/v2/" + "a".repeat(150) + "/manifests/1";

        assertThat(Printable.message("a " + digest + " at " + address, 1000))
                .isEqualTo("a " + digest + " at " + address);
        assertThat(Printable.message("runner \"" + "x".repeat(5000) + "\" is malformed", 1000))
                .startsWith("runner \"xxx")
                .contains("x… (4802 more characters) …x")
                .endsWith("x\" is malformed")
                .hasSizeLessThan(300);
        assertThat(Printable.message("a b ".repeat(5000), 1000)).hasSizeLessThan(1100);
    }

    @Test
    void neutralisesEachLineOfAText() {
        assertThat(Printable.text("a\r\n::error::b\rc ##[x]\n")).isEqualTo("a\n: :error::b\nc ## [x]\n");
    }

    private static Arguments row(String name, String text, String printed) {
        return Arguments.of(name, text, printed);
    }
}
