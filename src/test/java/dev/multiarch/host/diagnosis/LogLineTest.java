package dev.multiarch.host.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ^} means escape, {@code ~} a tab. */
class LogLineTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            value = {
                "plain!                     no match!                                       no match",
                "GitHub's clock!            2021-01-23T22:08:23.4579040Z no match!          no match",
                "after a byte order mark!   \ufeff2021-01-23T22:08:23.4579040Z no match!    no match",
                "clock in brackets!         [2024-02-14T16:54:16.285Z] no match!            no match",
                "a wall clock!              2023-07-23 11:23:37 no match!                   no match",
                "an offset!                 2023-07-23T11:23:37+02:00 no match!             no match",
                "gh run view!               build~Build and push~2021-01-23T22:08:23.45Z no match! no match",
                "an error of the runner!    2021-01-23T22:08:23.4Z ##[error]no match!       no match",
                "a command!                 ::error file=a,line=3::no match!                no match",
                "colours!                   ^[1;31mno match^[0m!                            no match",
                "what commands a terminal!  no ^]0;title^ match\u202e!                      no \\x1b]0",
                "a command in the middle!   no ##[error]match!                              no ## [error]match"
            })
    void isShownWithoutWhatWasPutRoundIt(String name, String raw, String shown) {
        LogLine line = LogLine.of(raw.replace('^', '\u001b').replace('~', '\t'));
        assertThat(line.text()).startsWith(shown).doesNotContain("\u001b", "\u202e");
        assertThat(line.said()).isEqualTo(LogPattern.lower(line.text()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            value = {
                "a step's name!        #5 [2/2] RUN exec format error",
                "the same on a tty!    => ERROR [stage-1 2/2] RUN exec format error      1.2s",
                "a failed step!        > [linux/arm64 2/2] RUN exec format error:",
                "a Dockerfile!         3 | >>> RUN exec format error",
                "a command!            [command]/usr/bin/docker exec format error",
                "a group!              ##[group]Run exec format error",
                "another group!        ::group::exec format error",
                "a script!             ^[36;1mexec format error^[0m"
            })
    void whatItQuotesIsNotSaid(String name, String raw) {
        String indent = raw.startsWith("=>") || raw.startsWith("> ") ? " " : raw.startsWith("3 |") ? "   " : "";
        assertThat(LogLine.of(indent + raw.replace('^', '\u001b')).said()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "alone;              #7 [linux/arm64 2/4] RUN x;                       #7; linux/arm64",
                "with a stage;       #7 [linux/arm/v7 build 2/4] RUN x;                #7; linux/arm/v7",
                "behind a stage;     #7 [build linux/arm/v7 2/4] RUN x;                #7; linux/arm/v7",
                "across;             #7 [linux/amd64->arm64 build 2/4] RUN x;          #7; linux/amd64",
                "none;               #7 [build 2/4] RUN x;                             #7; ",
                "only numbers;       #7 [2/4] RUN x;                                   #7; ",
                "a path for a stage; #7 [a/b/c/d/e 2/4] RUN x;                         #7; ",
                "what it said;       #7 0.12 x;                                        #7; "
            })
    void knowsItsStepAndPlatform(String name, String raw, String step, String platform) {
        LogLine line = LogLine.of(raw);
        assertThat(line.step()).isEqualTo(step);
        assertThat(line.platform().map(Platform::toString).orElse("")).isEqualTo(platform == null ? "" : platform);
    }
}
