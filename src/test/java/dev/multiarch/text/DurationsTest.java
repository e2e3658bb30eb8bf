package dev.multiarch.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest(name = "{0} is {1}, printed {2}")
    @CsvSource({
        "90s, PT1M30S, 1m 30s",
        "20m, PT20M, 20m",
        "2h, PT2H, 2h",
        "7d, P7D, 7d",
        "0s, PT0S, 0s",
        "3661s, PT1H1M1S, 1h 1m 1s",
        "1m30s, PT1M30S, 1m 30s",
        "1m 30s, PT1M30S, 1m 30s",
        "12m 34.2s, PT12M34.2S, 12m 34.2s",
        "0.1s, PT0.1S, 0.1s",
        "754.213s, PT12M34.213S, 12m 34.3s",
        "1.05s, PT1.05S, 1.1s",
        "3w, P21D, 21d",
        "1w2d3h4m5s, P9DT3H4M5S, 9d 3h 4m 5s",
        "1d 2m, PT24H2M, 1d 2m",
        "90m 90s, PT91M30S, 1h 31m 30s",
        "999999999d, P999999999D, 999999999d"
    })
    void reads(String text, Duration duration, String printed) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
        assertThat(Durations.print(duration)).isEqualTo(printed);
    }

    @ParameterizedTest(name = "{0} is printed {1}")
    @CsvSource({"PT0.000000001S, 0.1s", "PT754.2S, 12m 34.2s", "PT59.95S, 1m", "PT1200.04S, 20m 0.1s"})
    void printsTenthsRoundedUp(Duration duration, String printed) {
        assertThat(Durations.print(duration)).isEqualTo(printed);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "",
                "20",
                "m",
                "-1m",
                "1.5h",
                "20 m",
                "20M",
                "20min",
                "30m1h",
                "1m 2m",
                "1m  2s",
                "1m ",
                " 1m",
                "1.2345s",
                "1.s",
                "1.25m",
                "1m30",
                "9999999999s",
                "٣m"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(FormatException.class)
                .hasMessage(
                        "duration \"" + text
                                + "\" is malformed: expected numbers with their units, the largest first, such as 90s, 20m, 1h 30m, 7d or 2w");
    }
}
