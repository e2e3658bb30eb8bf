package dev.multiarch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CommandsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @Test
    void seesBothStreamsAndTheExitCode() {
        assertThat(commands.program("sh", "-c", "echo out; echo err >&2; exit 3"))
                .exitCode(3)
                .stdoutIs("out\n")
                .stderrIs("err\n");
    }

    @Test
    void showsTheWholeTranscriptOfWhatDoesNotHold() {
        var transcript = commands.program("sh", "-c", "echo out; printf err >&2; exit 3");
        assertThatThrownBy(() -> assertThat(transcript).exitCode(0))
                .hasMessage("expected exit code 0 of\n$ sh -c echo out; printf err >&2; exit 3\n"
                        + "--- stdout\nout\n--- stderr\nerr⏎ no newline at the end\n[exit 3]\n");
    }

    @Test
    void endsWhatTakesTooLongWithItsChildren() {
        assertThat(commands.within(Duration.ofSeconds(1)).program("sh", "-c", "sleep 3000; echo done"))
                .exitCode(-1)
                .stdoutIsEmpty();
    }

    @Test
    void keepsTheSurroundingRunnerOutAndLetsVariablesIn() {
        String script = "echo \"[$GITHUB_REF][$HOME][$CI][$MULTIARCH_IT_REGISTRY]\"";
        assertThat(commands.with("GITHUB_REF", "refs/heads/x").with("HOME", "").program("sh", "-c", script))
                .exitCode(0)
                .stdoutIs("[refs/heads/x][][][]\n");
    }

    @Test
    void aCallThatNobodyLooksAtFails() {
        var own = new Commands();
        own.program("true");
        assertThatThrownBy(() -> own.requireSeen()).hasMessageContaining("$ true");
    }
}
