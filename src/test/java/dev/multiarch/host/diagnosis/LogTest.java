package dev.multiarch.host.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "line feeds,        a|b|c,       1 a; 2 b; 3 c",
        "no last one,       a|b,         1 a; 2 b",
        "a last one,        a|b|,        1 a; 2 b",
        "empty lines,       |a||b,       1 ; 2 a; 3 ; 4 b",
        "a progress bar,    10%^20%^|b,  1 10%; 1 20%; 1 ; 2 b",
        "Windows,           a^|b^|,      1 a; 1 ; 2 b; 2 "
    })
    void linesAreNumberedAsEditorsDo(String name, String text, String expected) {
        List<String> lines = new ArrayList<>();
        Log.of(text.replace('|', '\n').replace('^', '\r')).lines((number, line) -> lines.add(number + " " + line));
        assertThat(String.join("; ", lines).strip()).isEqualTo(expected.strip());
    }

    @Test
    void theEndOfALongLogIsKeptAndItsLinesKeepTheirNumbers() throws IOException {
        var text = new StringBuilder();
        for (int i = 1; i <= 10_000; i++) {
            text.append("line ").append(i).append('\n');
        }
        text.append("exec format error\n");
        Log log = Log.read(stream(text.toString()), 1_000, Long.MAX_VALUE);
        List<Long> numbers = new ArrayList<>();
        log.lines((number, line) -> numbers.add(number));
        assertThat(log.dropped()).isEqualTo(numbers.get(0) - 1).isBetween(9_800L, 9_950L);
        assertThat(DiagnosisCase.found(Diagnoses.of(log, KnownFacts.nothing("not asked"))))
                .containsExactly("exec-format-error 10001");
    }

    @Test
    void anEndlessLogIsLeftAtSomePoint() throws IOException {
        var endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                given++;
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int start, int length) {
                Arrays.fill(bytes, start, start + length, (byte) 'x');
                given += length;
                return length;
            }
        };
        Log.read(endless, 1 << 20, 10 << 20);
        assertThat(endless.given).isBetween(10L << 20, 11L << 20);
    }

    @Test
    void ofAVeryLongLineBeginningAndEndAreLookedAt() {
        String line = "x ".repeat(1 << 20) + "exec format error";
        assertThat(DiagnosisCase.found(Diagnoses.of(Log.of(line), KnownFacts.nothing("not asked"))))
                .containsExactly("exec-format-error 1");
        Log.of(line).lines((number, text) -> assertThat(text).hasSizeLessThan(9_000));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
