package dev.multiarch.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.policy.yaml.RegexBudget;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
        assertThat(new Expression(Pattern.compile(pattern), new RegexBudget()).matches(text))
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
    @Timeout(20)
    void whatTakesTooLongIsNotKnown(String name, String pattern, int times, int letters) {
        var hard = new Expression(Pattern.compile(pattern.repeat(times) + "c"), new RegexBudget());
        assertThat(hard.matches("a".repeat(letters))).isEqualTo(Optional.empty());
    }

    /** Each of them would take its second otherwise, and a policy has room for thousands. */
    @Test
    void expressionsOfOnePolicyShareOneLimit() {
        var effort = new RegexBudget();
        var honest = new Expression(Pattern.compile("a+"), effort);
        for (int i = 0; i < 100_000; i++) {
            effort.spend(100, 1);
        }
        assertThat(honest.matches("aa")).contains(true);
        for (int i = 0; i < 6; i++) {
            effort.spend(0, 1_000);
        }
        assertThat(honest.matches("aa")).isEmpty();
    }
}
