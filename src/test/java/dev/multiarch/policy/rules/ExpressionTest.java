package dev.multiarch.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.policy.yaml.Effort;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "of the whole text,   a+,     aa,  true",
        "of a part of it,     a+,     aab, false",
        "of nothing,          a*,     '',  true"
    })
    void matches(String name, String pattern, String text, boolean fits) {
        assertThat(new Expression(Pattern.compile(pattern), new Effort()).matches(text))
                .contains(fits);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "repetitions inside repetitions; (a*)*\\1b;                       1;  30",
                "one after the other;            a*;                              40; 60",
                "nested too deeply to go back;   (?:a|b)*;                        1;  8192",
                "a text that is too long;        a*;                              1;  8193"
            })
    void whatTakesTooLongIsNotKnown(String name, String pattern, int times, int letters) {
        var hard = new Expression(Pattern.compile(pattern.repeat(times) + "c"), new Effort());
        assertThat(hard.matches("a".repeat(letters))).isEqualTo(Optional.empty());
    }
}
