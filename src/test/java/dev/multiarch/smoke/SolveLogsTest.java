package dev.multiarch.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.process.Program;
import dev.multiarch.process.Result;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.record.SmokeResult.End;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One build of several commands: what each printed is its own, and what another's failure ended is left open. */
class SolveLogsTest {
    private static final String FAILED = "process \\\"x\\\" did not complete successfully: exit code: ";

    private static SolveLogs logs(Duration... limits) {
        List<SolveLog> logs = new ArrayList<>();
        for (Duration limit : limits) {
            var command = new SmokeCommand(false, List.of("/app"), Map.of(), limit);
            logs.add(SolveLog.ofStage("run" + logs.size(), command));
        }
        return new SolveLogs(logs);
    }

    private static String started(int number, String platform) {
        return "{\"vertexes\":[{\"digest\":\"d" + number + "\",\"name\":\"[" + platform + "run" + number
                + " 2/2] RUN --network=none [\\\"/app\\\", \\\"[run1 2/2] RUN --network=none \\\"]\",\"started\":\"s\"}]}";
    }

    private static String printed(int number, String text) {
        String data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return "{\"logs\":[{\"vertex\":\"d" + number + "\",\"data\":\"" + data + "\"}]}";
    }

    private static String ended(int number, String error) {
        String more = error.isEmpty() ? "" : ",\"error\":\"" + error + "\"";
        return "{\"vertexes\":[{\"digest\":\"d" + number + "\",\"started\":\"s\",\"completed\":\"c\"" + more + "}]}";
    }

    private static List<Optional<SmokeResult>> read(SolveLogs logs, int exit, String... lines) {
        List.of(lines).forEach(logs::line);
        return logs.results(new Result(Program.of("docker"), exit, new byte[0], List.of(), false));
    }

    @Test
    void eachHasItsOwnOutput() {
        List<Optional<SmokeResult>> both = read(
                logs(SmokeCommand.USUAL_LIMIT, SmokeCommand.USUAL_LIMIT),
                0,
                started(0, ""),
                started(1, "linux/arm64 "),
                printed(1, "one"),
                printed(0, "zero"),
                ended(1, ""),
                ended(0, ""));
        assertThat(both).extracting(result -> result.orElseThrow().text()).containsExactly("zero", "one");
        assertThat(both).allMatch(result -> result.orElseThrow().end() == End.EXITED);
    }

    @Test
    void ofABuildThatFailedOnlyWhatFailedByItselfCounts() {
        List<Optional<SmokeResult>> three = read(
                logs(SmokeCommand.USUAL_LIMIT, SmokeCommand.USUAL_LIMIT, SmokeCommand.USUAL_LIMIT),
                1,
                started(0, ""),
                started(1, ""),
                started(2, ""),
                ended(2, ""),
                ended(0, FAILED + "3"),
                ended(1, FAILED + "137: context canceled"));
        assertThat(three.get(0).orElseThrow().exit()).isEqualTo(3);
        assertThat(three.get(1)).isEmpty();
        assertThat(three.get(2)).isEmpty();
    }

    @Test
    void aBuildThatRanNothingLeavesAllOpen() {
        assertThat(read(logs(SmokeCommand.USUAL_LIMIT, SmokeCommand.USUAL_LIMIT), 1, "ERROR: no builder"))
                .containsExactly(Optional.empty(), Optional.empty());
        assertThat(read(logs(SmokeCommand.USUAL_LIMIT, SmokeCommand.USUAL_LIMIT), 0, started(0, ""), ended(0, "")))
                .element(1)
                .isEqualTo(Optional.empty());
    }

    @Test
    void oneThatHangsWaitsForTheOthers() throws Exception {
        SolveLogs logs = logs(SmokeCommand.USUAL_LIMIT, Duration.ofMillis(1));
        logs.line(started(0, ""));
        logs.line(started(1, ""));
        Thread.sleep(5);
        assertThat(logs.isOver()).isFalse();
        logs.line(ended(0, ""));
        assertThat(logs.isOver()).isTrue();
        List<Optional<SmokeResult>> both = read(logs, 143);
        assertThat(both.get(0).orElseThrow().end()).isEqualTo(End.EXITED);
        assertThat(both.get(1).orElseThrow().end()).isEqualTo(End.TIMED_OUT);
    }
}
