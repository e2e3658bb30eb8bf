package dev.multiarch.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines are those of buildah 1.28.2 and podman 4.3.1. */
class LocalLogTest {
    private static final String MISSING = "0b1c";
    private static final String BEGIN = "STEP 1/3: FROM sha256:12\nSTEP 2/3: RUN [\"/x\"]\n";
    private static final String NEXT = "STEP 3/3: COPY 0b1c /\n";
    private static final String DONE = "Error: building at STEP \"COPY 0b1c /\": no such file or directory\n";
    private static final String FAILED = "Error: building at STEP \"RUN /x\": exit status ";

    private static LocalLog log(Duration limit) {
        return new LocalLog(new SmokeCommand(false, List.of("/x"), Map.of(), limit), MISSING);
    }

    private static SmokeResult result(String... parts) {
        return result(log(Duration.ofHours(1)), parts);
    }

    private static SmokeResult result(LocalLog log, String... parts) {
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            log.printed(bytes, bytes.length);
            log.isOver();
        }
        return log.result();
    }

    @Test
    void whatTheProgramPrintedIsKeptByteByByte() {
        SmokeResult result = result(BEGIN, "a\r\nü", " end", NEXT, DONE);
        assertThat(result.end()).isEqualTo(SmokeResult.End.EXITED);
        assertThat(result.exit()).isZero();
        assertThat(result.text()).isEqualTo("a\nü end");
        assertThat(result.bytes()).isEqualTo(9);
        assertThat(result.more()).isFalse();
    }

    @Test
    void whatComesBehindTheNextStepsLineIsStillTheProgramsOwn() {
        assertThat(result(BEGIN + NEXT + "late\n" + DONE).text()).isEqualTo("late");
        assertThat(result(BEGIN + NEXT + DONE, "later\n").text()).isEqualTo("later");
    }

    @ParameterizedTest
    @CsvSource({"3, 3, subprocess exited with status 3", "139, 1, subprocess exited on segmentation fault"})
    void aProgramThatFailsHasItsExitCodeAndItsLinesAreNotBuildahs(int exit, int status, String says) {
        SmokeResult result =
                result(BEGIN, "out", says + "\nsubprocess exited with status " + status + "\n", FAILED + status);
        assertThat(result.end()).isEqualTo(SmokeResult.End.EXITED);
        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.text()).isEqualTo("out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process exited with error: exec: not startedsubprocess exited with status 1\n",
                "\nsubprocess exited with status 1\nprocess exited with error: exec: not started",
                "subprocess exited with status 1\n"
            })
    void aProgramThatIsNotThereDidNotStart(String rest) {
        SmokeResult result = result(
                BEGIN,
                "process failed to start with error: fork/exec /x: no such file or directory" + rest,
                FAILED + "1\n");
        assertThat(result.end()).isEqualTo(SmokeResult.End.NOT_STARTED);
        assertThat(result.why()).isEqualTo("fork/exec /x: no such file or directory");
        assertThat(result.text()).isEmpty();
    }

    @Test
    void aProgramCannotSayThatItPassed() {
        SmokeResult result = result(
                BEGIN, "STEP 3/3: COPY guessed /\nError: building at STEP \"COPY guessed /\": x\n", FAILED + "9\n");
        assertThat(result.exit()).isEqualTo(9);
        assertThat(result(BEGIN, FAILED + "0\n", "STEP 3/3: COPY guessed /\n").end())
                .isEqualTo(SmokeResult.End.NOT_RUN);
    }

    @Test
    void aBuildThatDoesNotGetToTheProgramSaysNothingOfIt() {
        SmokeResult result = result("unshare: unshare failed: Operation not permitted\n");
        assertThat(result.end()).isEqualTo(SmokeResult.End.NOT_RUN);
        assertThat(result.why()).isEqualTo("unshare: unshare failed: Operation not permitted");
        assertThat(result().why()).isEqualTo("it said nothing");
        assertThat(result(BEGIN, "Error: building at STEP \"RUN /x\": error running container: ##[error]\n")
                        .why())
                .doesNotContain("##[")
                .contains("error running container");
    }

    @Test
    void aProgramThatRunsTooLongIsEnded() {
        SmokeResult result = result(log(Duration.ZERO), BEGIN, "a\n");
        assertThat(result.end()).isEqualTo(SmokeResult.End.TIMED_OUT);
        assertThat(result.text()).isEqualTo("a");
        assertThat(log(Duration.ZERO).isOver()).isFalse(); // it does not run yet
    }

    /** The lines of the build may come before, within and behind what the program prints. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, SmokeResult.MOST_BYTES - 5, SmokeResult.MOST_BYTES})
    void linesOfTheBuildTakeNoPlaceOfTheOutput(int early) {
        String first = "x".repeat(early);
        String late = "x".repeat(SmokeResult.MOST_BYTES - early);
        for (SmokeResult whole :
                List.of(result(BEGIN, first, NEXT, DONE, late), result(BEGIN, first + NEXT + late + DONE))) {
            assertThat(whole.bytes()).isEqualTo(SmokeResult.MOST_BYTES);
            assertThat(whole.more()).isFalse();
            assertThat(whole.digest()).isEqualTo(Digest.of((first + late).getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(result(BEGIN, first, NEXT, DONE).bytes()).isEqualTo(early);
        assertThat(result(BEGIN, first, NEXT, DONE, late, "x").more()).isTrue();
    }

    @Test
    void muchOutputIsCutAndItsEndIsStillFound() {
        String line = "x".repeat(1_023) + "\n";
        LocalLog log = log(Duration.ofHours(1));
        result(log, BEGIN);
        for (int i = 0; i < 2_000; i++) {
            log.printed(line.getBytes(StandardCharsets.UTF_8), line.length());
        }
        SmokeResult result = result(log, NEXT, DONE);
        assertThat(result.exit()).isZero();
        assertThat(result.bytes()).isEqualTo(SmokeResult.MOST_BYTES);
        assertThat(result.more()).isTrue();
    }
}
