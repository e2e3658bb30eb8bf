package dev.multiarch.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeStatsTest {
    private static List<Duration> seconds(String text) {
        return Arrays.stream(text.split(" "))
                .map(Long::parseLong)
                .map(Duration::ofSeconds)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7, 7, 7, 7, 7",
        "4 2, 3, 2, 4, 2, 4",
        "9 1 5, 5, 1, 9, 1, 9",
        "1 2 3 4 5, 3, 2, 4, 1, 5",
        "100 1 1 1 1 1 1 1 1, 1, 1, 1, 1, 100"
    })
    void ofSeveralTimes(String times, long median, long low, long high, long shortest, long longest) {
        TimeStats stats = TimeStats.of(seconds(times)).orElseThrow();

        assertThat(List.of(stats.median(), stats.low(), stats.high(), stats.shortest(), stats.longest()))
                .extracting(Duration::toSeconds)
                .containsExactly(median, low, high, shortest, longest);
        assertThat(stats.count()).isEqualTo(times.split(" ").length);
    }

    @ParameterizedTest
    @CsvSource({"12 12 12 10 10 10, 0.2", "12 12 12 99 10 10 10, 0.2", "5 5 5 10 10 10, -0.5", "10 10 10 10 10 10, 0.0"
    })
    void theNewerHalfNextToTheOlder(String times, double trend) {
        assertThat(TimeStats.of(seconds(times)).orElseThrow().trend().orElseThrow())
                .isCloseTo(trend, within(1e-9));
    }

    @Test
    void fewTimesOrNoneHaveNoTrend() {
        assertThat(TimeStats.of(List.of())).isEmpty();
        assertThat(TimeStats.of(seconds("9 9 9 1 1")).orElseThrow().trend()).isEqualTo(Optional.empty());
        assertThat(TimeStats.of(seconds("9 9 9 0 0 0")).orElseThrow().trend()).isEqualTo(Optional.empty());
    }
}
