package dev.multiarch.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    /** The tests' own standard output is a pipe or a file, never a terminal. */
    @ParameterizedTest(name = "NO_COLOR={0} CLICOLOR_FORCE={1} TERM={2}")
    @CsvSource({
        ",   ,  xterm, false",
        ",   1, xterm, true",
        ",   1, dumb,  true",
        ",   0, xterm, false",
        "1,  1, xterm, false",
        "'', 1, xterm, true"
    })
    void coloursWhereItIsForced(String noColour, String forced, String term, boolean colour) {
        Map<String, String> environment = new TreeMap<>(Map.of("TERM", term));
        if (noColour != null) {
            environment.put("NO_COLOR", noColour);
        }
        if (forced != null) {
            environment.put("CLICOLOR_FORCE", forced);
        }
        assertThat(Terminal.takesColour(environment)).isEqualTo(colour);
    }
}
