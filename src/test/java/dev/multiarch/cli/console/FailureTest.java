package dev.multiarch.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a failure that nobody foresaw says, and what it does not claim. */
class FailureTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int report(Throwable failure) {
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Failure.report(new Console(stream, stream, Map.of(), Path.of(""), Step.NONE), failure, false);
    }

    /** It may have happened before or after tags moved: nobody has looked. */
    @Test
    void aFaultOfOursClaimsNothingElse() {
        assertThat(report(new IllegalStateException("x"))).isEqualTo(ExitCode.OURS);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("a bug in multiarch: java.lang.IllegalStateException: x")
                .doesNotContainIgnoringCase("tag");
    }

    /** A server chooses how much it sends, and a thread of ours may be the one that runs out. */
    @Test
    void tooLittleMemoryIsNoFaultOfOurs() {
        assertThat(report(new IllegalStateException(new OutOfMemoryError("Java heap space"))))
                .isEqualTo(ExitCode.UNKNOWN);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("error: this needs more memory than the ")
                .contains("Fix: ");
    }
}
