package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.image.Platform;
import dev.multiarch.record.EmulatedTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines are those of buildah 1.28.2 and podman 4.3.1. */
class BuildahStepsTest {
    private static final Platform AMD64 = Platform.parse("linux/amd64");

    private final BuildahSteps steps = new BuildahSteps(
            new BuildahLines(Optional.empty(), "Dockerfile", Platform.parse("linux/arm64"), platform -> false));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private void print(int seconds, String... lines) {
        for (String line : lines) {
            steps.line(line, now);
        }
        now = now.plusSeconds(seconds);
    }

    private static Optional<Dockerfile> file(String... lines) {
        return Optional.of(
                Dockerfile.parse("Dockerfile", String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    }

    private EmulatedTime emulated(Optional<Dockerfile> file) {
        steps.finish(now, false);
        return steps.emulated(file, AMD64::equals).orElseThrow();
    }

    @Test
    void eachRunOfTheLegsPlatformCountsWithItsLine() {
        print(1, "[1/2] STEP 1/2: FROM base AS build");
        print(8, "[1/2] STEP 2/2: RUN cc x.c");
        print(1, "[2/2] STEP 1/3: FROM base");
        print(2, "[2/2] STEP 2/3: COPY --from=build /x /x");
        print(5, "[2/2] STEP 3/3: RUN /x --test");
        print(4, "[2/2] COMMIT");
        EmulatedTime time = emulated(file(
                "FROM --platform=linux/amd64 base AS build",
                "RUN cc x.c",
                "FROM base",
                "COPY --from=build /x /x",
                "# why",
                "RUN /x --test"));
        assertThat(time.time()).isEqualTo(Duration.ofSeconds(5));
        assertThat(time.basis()).isEqualTo(EmulatedTime.STEPS);
        assertThat(time.steps())
                .containsExactly(new EmulatedTime.Step("RUN /x --test", Duration.ofSeconds(5), 6, false));
    }

    @Test
    void aStepFromTheCacheTakesNoTime() {
        print(1, "STEP 1/2: FROM base");
        print(3, "STEP 2/2: RUN make", "--> Using cache 12ab");
        EmulatedTime time = emulated(file("FROM base", "RUN make"));
        assertThat(time.cached()).isTrue();
        assertThat(time.time()).isZero();
    }

    @Test
    void whatAProgramPrintsIsNoStep() {
        print(1, "STEP 1/3: FROM base");
        print(2, "STEP 2/3: RUN echo", "STEP 9/9: RUN fake", "", "--> Using cache 12ab", "STEP 1/3: FROM other");
        print(3, "STEP 3/3: RUN true");
        EmulatedTime time = emulated(file("FROM base", "RUN echo", "RUN true"));
        assertThat(time.steps()).extracting(EmulatedTime.Step::name).containsExactly("RUN echo", "RUN true");
        assertThat(time.time()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aPlatformThatComesFromAVariableIsNotGuessed() {
        print(1, "STEP 1/2: FROM base", "STEP 2/2: RUN make");
        steps.finish(now, false);
        assertThat(steps.emulated(file("FROM --platform=$BUILDPLATFORM base", "RUN make"), AMD64::equals))
                .isEmpty();
        assertThat(steps.emulated(Optional.empty(), AMD64::equals)).isEmpty();
    }

    @Test
    void aBaseOfAnotherPlatformIsSeenUnlessTheDockerfileAsksForIt() {
        print(
                1,
                "STEP 1/2: FROM base",
                "WARNING: image platform ({amd64 linux  [] }) does not match the expected platform ({arm64 linux  [] })");
        assertThat(steps.tookAnotherPlatform(file("FROM base"))).isTrue();
        assertThat(steps.tookAnotherPlatform(Optional.empty())).isTrue();
        assertThat(steps.tookAnotherPlatform(file("FROM --platform=$BUILDPLATFORM base")))
                .isFalse();
    }
}
