package dev.multiarch.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a letter|name: x|7|  3 | name: x|            ^",
                "the first|name: x|1|  3 | name: x|      ^",
                "past the end|name:|9|  3 | name:|           ^",
                "behind wide ones|名前: x|5|  3 | 名前: x|            ^",
                "behind an emoji|🚀: x|4|  3 | 🚀: x|          ^",
                "behind its own accent|e\u0301: x|5|  3 | e\u0301: x|         ^"
            })
    void theCaretStandsUnder(String name, String text, int column, String begin, String rest, String caret) {
        // The bar between number and text is the table's own delimiter as well.
        assertThat(Excerpt.of(text, 3, column)).isEqualTo(begin + "|" + rest + "\n" + caret);
    }

    @Test
    void aLongLineIsCutOnBothSides() {
        String excerpt = Excerpt.of("a".repeat(500) + "X" + "b".repeat(500), 1, 501);
        String[] lines = excerpt.split("\n");
        assertThat(lines[0]).startsWith("  1 | …aaa").endsWith("bbb…").hasSizeLessThan(120);
        assertThat(lines[0].charAt(lines[1].indexOf('^'))).isEqualTo('X');
    }
}
