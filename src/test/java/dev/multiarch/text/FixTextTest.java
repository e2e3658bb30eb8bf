package dev.multiarch.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            there is no tag. Fix: name one              | name one
            a. Fix: b. Fix: c                           | c
            it said "x. Fix: y" and ended               |
            it said "x. Fix: y" and ended. Fix: look    | look
            nothing to do                               |
            """)
    void isWhatTheMessageEndsWith(String message, String fix) {
        assertThat(FixText.of(message).orElse(null)).isEqualTo(fix);
    }

    @Test
    void programsGetItByItself() {
        Map<String, Object> json = new LinkedHashMap<>();
        FixText.put(json, "why", "a. Fix: b");
        assertThat(json).containsExactly(Map.entry("why", "a. Fix: b"), Map.entry("fix", "b"));
        FixText.put(json, "why", "a");
        assertThat(json).containsEntry("why", "a");
    }
}
