package dev.multiarch.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.record.EmulatedTime.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowStepTest {
    private static final BuildRecord BUILT = Example.built("p", "linux/arm/v7", 1);

    private static BuildRecord with(EmulatedTime time, String... flags) {
        return new BuildRecord(
                BUILT.plan(),
                BUILT.platform(),
                BUILT.attempt(),
                BUILT.built(),
                BUILT.image(),
                BUILT.leg(),
                BUILT.digest(),
                BUILT.emulated(),
                BUILT.builder(),
                BUILT.host(),
                BUILT.started(),
                BUILT.finished(),
                Fact.known(time, FactSource.COMMAND),
                List.of(flags),
                BUILT.failure(),
                Optional.empty(),
                IndexAnnotations.NONE);
    }

    private static EmulatedTime steps(Step... steps) {
        return new EmulatedTime(Duration.ofSeconds(9), EmulatedTime.STEPS, false, List.of(steps));
    }

    @Test
    void isTheLongestThatWasNotCached() {
        EmulatedTime time = steps(
                new Step("[2/4] RUN configure", Duration.ofSeconds(3), 2, false),
                new Step("[3/4] RUN make", Duration.ofSeconds(5), 3, false),
                new Step("[4/4] RUN make check", Duration.ofSeconds(7), 4, true));
        Fact<SlowStep> slowest = BuildFacts.of(with(time, ".")).slowest();
        assertThat(slowest.value()).contains(new SlowStep("[3/4] RUN make", Duration.ofSeconds(5), "Dockerfile", 3));
        assertThat(slowest.learnt()).contains(FactSource.RECORD);
    }

    @Test
    void isUnknownWhereNoStepIs() {
        assertThat(BuildFacts.of(with(steps(), ".")).slowest().isKnown()).isFalse();
        assertThat(BuildFacts.fromAnnotations(BuildFacts.of(BUILT)
                                .toAnnotations(BUILT.digest().get()))
                        .slowest()
                        .isKnown())
                .isFalse();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        ".,                          --no-cache,                 Dockerfile",
        "./,                         --no-cache,                 Dockerfile",
        "services/api,               --target=x,                 services/api/Dockerfile",
        "./services/api/,            --target=x,                 services/api/Dockerfile",
        ".,                          --file=docker/app.file,     docker/app.file",
        ".,                          --file=./Dockerfile.arm,    Dockerfile.arm",
        "https://git.example/a.git,  --no-cache,                 ''",
        "git@git.example:a.git,      --file=/etc/Dockerfile,     ''",
        "..,                         --no-cache,                 ''",
        ".,                          --file=a/../../Dockerfile,  ''",
        ".,                          --file=https://x.example/D, ''"
    })
    void namesTheDockerfileWhereItIsInside(String context, String flag, String file) {
        EmulatedTime time = steps(new Step("RUN make", Duration.ofSeconds(5), 3, false));
        assertThat(BuildFacts.of(with(time, flag, context))
                        .slowest()
                        .value()
                        .orElseThrow()
                        .file())
                .isEqualTo(file);
    }
}
