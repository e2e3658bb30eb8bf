package dev.multiarch.cli.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShellWordsTest {
    static Stream<Arguments> rows() {
        return Stream.of(
                arguments("nothing", "", List.of()),
                arguments("white space alone", " \t\r\n ", List.of()),
                arguments("words", "--push  --no-cache", List.of("--push", "--no-cache")),
                arguments("words on lines", "--a\r\n--b\n", List.of("--a", "--b")),
                arguments("single quotes", "'a b' c", List.of("a b", "c")),
                arguments("a backslash in single quotes", "'a\\b'", List.of("a\\b")),
                arguments("double quotes", "--label=\"a b\"", List.of("--label=a b")),
                arguments("escapes in double quotes", "\"a\\\"b\\\\c\\n\"", List.of("a\"b\\c\\n")),
                arguments("an escaped blank", "a\\ b", List.of("a b")),
                arguments("lines joined by a backslash", "--a \\\n--b", List.of("--a", "--b")),
                arguments("a word joined over a line's end", "--a\\\nb", List.of("--ab")),
                arguments("an empty word", "a '' \"\"", List.of("a", "", "")),
                arguments("quotes within a word", "a'b'\"c\"d", List.of("abcd")),
                arguments("a backslash at the end", "a\\", List.of("a\\")),
                arguments(
                        "nothing is evaluated",
                        "$HOME `id` $(id) * ~ ;",
                        List.of("$HOME", "`id`", "$(id)", "*", "~", ";")),
                arguments("nor in double quotes", "\"$HOME `id`\"", List.of("$HOME `id`")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void splitsAsAShellDoes(String name, String text, List<String> expected) {
        assertThat(ShellWords.split(text)).isEqualTo(expected);
    }

    static Stream<Arguments> unclosed() {
        return Stream.of(
                arguments("single", "a 'b c", "the quote ' before \"b c\" is not closed."),
                arguments("double", "a \"b\\\"", "the quote \" before \"b\\\"\" is not closed."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unclosed")
    void refusesAnOpenQuote(String name, String text, String message) {
        assertThatThrownBy(() -> ShellWords.split(text)).hasMessage(message + " Close it, or escape it by a backslash");
    }
}
