package dev.multiarch.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.process.Program;
import dev.multiarch.process.Result;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.record.SmokeResult.End;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs as BuildKit 0.34.2 wrote them, without the lines on what was fetched. */
class SolveLogTest {
    private static final Path LOGS = Path.of("src/test/resources/dev/multiarch/smoke");
    private static final SmokeCommand COMMAND =
            new SmokeCommand(false, List.of("/app"), Map.of(), SmokeCommand.USUAL_LIMIT);
    private static final String STARTED =
            "{\"vertexes\":[{\"digest\":\"d\",\"name\":\"[2/2] RUN --network=none [x]\",\"started\":\"s\"}]}";
    private static final String DONE = "{\"vertexes\":[{\"digest\":\"d\",\"started\":\"s\",\"completed\":\"c\"%s}]}";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "exit-0      | EXITED      | 0 | ''                                                           | aarch64",
                "exit-3      | EXITED      | 3 | ''                                                           | one/two",
                "missing     | NOT_STARTED | 0 | '\"/bin/nosuch\": stat /bin/nosuch: no such file or directory' | runc run failed",
                "no-format   | NOT_STARTED | 0 | exec /bin/zero: exec format error                            | exec /bin/zero",
                "no-user     | NOT_STARTED | 0 | unable to find user nobody: no matching entries in passwd file | ''",
                "no-platform | NOT_RUN     | 0 | no match for platform in manifest: not found                 | ''",
                "denied      | NOT_RUN     | 0 | failed to resolve source metadata                            | ''"
            })
    void saysHowTheProgramEnded(String log, End end, int exit, String why, String printed) throws IOException {
        SmokeResult result = read(new SolveLog(COMMAND), lines(log));
        assertThat(result.end()).isEqualTo(end);
        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.why()).contains(why);
        assertThat(result.text().replace('\n', '/')).startsWith(printed);
    }

    @Test
    void aProgramThatSaysWhatRuncSaysIsNotExcused() {
        SmokeResult result = read(
                new SolveLog(COMMAND),
                List.of(
                        STARTED,
                        printed("runc run failed: exec: \"/app\": not there"),
                        ended(",\"error\":\"process \\\"x\\\" did not complete successfully: exit code: 3\"")));
        assertThat(result.end()).isEqualTo(End.EXITED);
        assertThat(result.exit()).isEqualTo(3);
    }

    @Test
    void theExitCodeIsBuildKitsAndNotWhatACommandClaims() {
        String claim = ",\"error\":\"process \\\"/app did not complete successfully: exit code: 0\\\" did not complete"
                + " successfully: exit code: 7\"";
        assertThat(read(new SolveLog(COMMAND), List.of(STARTED, ended(claim))).exit())
                .isEqualTo(7);
    }

    @Test
    void anEmulatorThatCrashedAndHangsIsEnded() throws Exception {
        var patient = new SolveLog(COMMAND);
        var log = new SolveLog(COMMAND, Duration.ofMillis(1));
        List<String> running = lines("crash").stream()
                .filter(line -> !line.contains("RUN --network") || !line.contains("completed"))
                .toList();
        for (String line : running) {
            patient.line(line);
            log.line(line);
        }
        assertThat(patient.isOver()).isFalse(); // it may end by itself
        Thread.sleep(5);
        assertThat(log.isOver()).isTrue();
        SmokeResult result = log.result(result(List.of()));
        assertThat(result.end()).isEqualTo(End.CRASHED);
        assertThat(result.exit()).isEqualTo(139);
        assertThat(result.text()).isEqualTo("qemu: uncaught target signal 11 (Segmentation fault) - core dumped");
    }

    @Test
    void whatSomebodyElseCancelledIsNotTheProgramsFault() throws IOException {
        SmokeResult result = read(new SolveLog(COMMAND), lines("crash"));
        assertThat(result.end()).isEqualTo(End.NOT_RUN);
        assertThat(result.why()).isEqualTo("the build was cancelled before the program ended");
    }

    @Test
    void theTimeLimitCountsFromTheProgramsStart() throws Exception {
        var command = new SmokeCommand(false, List.of("/app"), Map.of(), Duration.ofMillis(1));
        var log = new SolveLog(command);
        log.line("{\"vertexes\":[{\"digest\":\"f\",\"name\":\"[1/2] FROM large\",\"started\":\"s\"}]}");
        Thread.sleep(5);
        assertThat(log.isOver()).isFalse();
        log.line(STARTED);
        log.line(printed("still "));
        Thread.sleep(5);
        assertThat(log.isOver()).isTrue();
        assertThat(log.result(result(List.of())).end()).isEqualTo(End.TIMED_OUT);
    }

    @Test
    void keepsTheFirst64KibibytesAndShowsFour() {
        var log = new SolveLog(COMMAND);
        log.line(STARTED);
        String line = "0123456789abcde\n";
        for (int i = 0; i < 1_000; i++) {
            log.line(printed(line.repeat(640)));
        }
        log.line(ended(""));
        SmokeResult result = log.result(result(List.of()));
        assertThat(result.end()).isEqualTo(End.EXITED);
        assertThat(result.more()).isTrue();
        assertThat(result.isWhole()).isFalse();
        assertThat(result.digest()).isEqualTo(Digest.of(line.repeat(4096).getBytes(StandardCharsets.UTF_8)));
        assertThat(result.text()).hasSize(4095);
    }

    @Test
    void whatIsPrintedCommandsNobody() {
        String hostile = "\u001b[31mred\u001b[0m\n::error::x\n##[group]\u202e\u0000";
        SmokeResult result = read(new SolveLog(COMMAND), List.of(STARTED, printed(hostile), ended("")));
        assertThat(result.text()).isEqualTo("red\n: :error::x\n## [group]\\u{202e}\\x00");
        assertThat(result.digest()).isEqualTo(Digest.of(hostile.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatCameFromTheCacheWasNotRun() {
        List<String> cached = List.of(STARTED, ended(",\"cached\":true"));
        assertThat(read(new SolveLog(COMMAND), cached).end()).isEqualTo(End.NOT_RUN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{",
                "{\"vertexes\":7}",
                "{\"logs\":[{\"vertex\":\"d\",\"data\":\"?\"}]}",
                "[]",
                "{\"vertexes\":[{}]}"
            })
    void linesThatAreNotBuildKitsChangeNothing(String odd) {
        assertThat(read(new SolveLog(COMMAND), List.of(STARTED, odd, ended(""))).exit())
                .isZero();
        assertThat(read(new SolveLog(COMMAND), List.of(odd)).end()).isEqualTo(End.NOT_RUN);
    }

    private static SmokeResult read(SolveLog log, List<String> lines) {
        lines.forEach(log::line);
        return log.result(result(lines));
    }

    private static Result result(List<String> lines) {
        List<String> last = lines.subList(Math.max(0, lines.size() - 20), lines.size());
        return new Result(Program.of("docker"), 1, new byte[0], last, false);
    }

    private static List<String> lines(String log) throws IOException {
        return Files.readAllLines(LOGS.resolve(log + ".log"));
    }

    private static String printed(String text) {
        String data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return "{\"logs\":[{\"vertex\":\"d\",\"stream\":1,\"data\":\"" + data + "\"}]}";
    }

    private static String ended(String more) {
        return DONE.formatted(more);
    }
}
