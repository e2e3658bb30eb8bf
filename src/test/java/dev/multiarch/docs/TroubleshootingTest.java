package dev.multiarch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.cli.Main;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** doctor recognises each message of the troubleshooting page as what the page links to. */
class TroubleshootingTest {
    private static final Pattern SECTION =
            Pattern.compile("(?ms)^### `(.*?)`$.*?\\(\\.\\./reference/diagnoses/([^)]*)\\.md\\)");

    static List<Arguments> messages() throws IOException {
        return SECTION.matcher(Files.readString(Path.of("docs/how-to/troubleshooting.md")))
                .results()
                .map(section -> Arguments.of(section.group(1), section.group(2)))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void doctorRecognises(String message, String diagnosis) {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = new Main(new Console(print, print, Map.of(), Path.of(""), Step.NONE))
                .run(List.of("doctor", "--explain", message));
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith(diagnosis + " ");
    }
}
