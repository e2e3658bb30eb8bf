package dev.multiarch.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final BuildRecord FIRST = Example.built("p", "linux/arm64", 1);
    private static final BuildRecord SECOND = Example.built("p", "linux/arm64", 2);

    @Test
    void aLaterAttemptReplacesAnEarlierOne() {
        assertThat(Attempts.of(List.of(SECOND, FIRST)).current()).containsExactly(SECOND);
    }

    @Test
    void aFailedLaterAttemptDoesNot() {
        BuildRecord failed = Example.failed("p", "linux/arm64", 3);

        assertThat(Attempts.of(List.of(FIRST, failed, SECOND)).current()).containsExactly(SECOND);
        assertThat(Attempts.of(List.of(failed)).current()).containsExactly(failed);
    }

    @Test
    void twoRecordsOfOneAttemptConflict() {
        assertThat(Attempts.of(List.of(FIRST, FIRST)).conflicts())
                .containsExactly("linux/arm64: there are two records of attempt 1, "
                        + FIRST.claim().record() + " and " + FIRST.claim().record() + ". Fix: remove the wrong one");
    }

    @Test
    void oneImageForTwoPlatformsConflicts() {
        BuildRecord same = Example.built("p", "linux/amd64", 1);
        BuildRecord other = new BuildRecord(
                same.plan(),
                Platform.parse("linux/386"),
                1,
                true,
                same.image(),
                same.leg(),
                same.digest(),
                same.emulated(),
                same.builder(),
                same.host(),
                same.started(),
                same.finished(),
                same.emulatedTime(),
                same.flags(),
                same.failure(),
                Optional.empty(),
                IndexAnnotations.NONE);

        assertThat(Attempts.of(List.of(same, other)).conflicts())
                .singleElement()
                .asString()
                .startsWith("linux/amd64 and linux/386: their records, "
                        + same.claim().record() + " and " + other.claim().record() + ", name one image, sha256:");
    }
}
