package dev.multiarch.registry.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsencesTest {
    private final AtomicLong now = new AtomicLong();
    private final Absences absences = new Absences(now::get);

    private void pass(long millis) {
        now.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @ParameterizedTest(name = "{0} ms later: {1}")
    @CsvSource({"0, PT0.1S", "60, PT0.04S", "100, PT0S", "10000, PT0S", "10001,"})
    void whatIsLeftOfThePause(long later, Duration left) {
        absences.note("tag");
        pass(later);
        assertThat(absences.take("tag").orElse(null)).isEqualTo(left);
    }

    @Test
    void oneLookCountsOnceAndForItsTagAlone() {
        assertThat(absences.take("tag")).isEmpty();
        absences.note("tag");
        assertThat(absences.take("other")).isEmpty();
        assertThat(absences.take("tag")).isPresent();
        assertThat(absences.take("tag")).isEmpty();
    }
}
