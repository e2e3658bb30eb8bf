package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Program;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.step.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What docker buildx build gets for the leg linux/arm64. */
class LegArgumentsTest {
    private static final Map<String, String> LABELS = Map.of(
            "org.opencontainers.image.source", "https://github.com/org/app",
            "org.opencontainers.image.version", "1.2");

    private final Registry registry = new Registry(Sample.patient(Path.of("/nonexistent")));

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void labelsOfTheCheckoutAreThoseThatNobodyGave() {
        assertThat(arguments(Map.of(), Optional.empty(), ".", "--label", "org.opencontainers.image.version=mine")
                        .words())
                .containsExactly(
                        "--label=org.opencontainers.image.source=https://github.com/org/app",
                        ".",
                        "--label",
                        "org.opencontainers.image.version=mine");
    }

    @Test
    void labelsThatWereGivenAreCarriedToTheIndex() {
        var arguments = arguments(
                Map.of(), Optional.empty(), ".", "--label=org.opencontainers.image.version=mine", "--label=a=b");
        assertThat(arguments.annotations().carried().origin())
                .isEqualTo(Map.of("org.opencontainers.image.version", "mine"));
        assertThat(arguments.annotations().carried().isEmpty()).isTrue();
    }

    @Test
    void aTimeMayComeFromTheEnvironmentThePlanOrAnArgument() {
        assertThat(arguments(Map.of(), Optional.empty(), ".").dated()).isFalse();
        assertThat(arguments(Map.of("SOURCE_DATE_EPOCH", " "), Optional.empty(), ".")
                        .dated())
                .isFalse();
        assertThat(arguments(Map.of(), Optional.empty(), ".", "--build-arg", "SOURCE_DATE_EPOCH=5")
                        .dated())
                .isTrue();
        var planned = arguments(Map.of(), Optional.of(7L), ".");
        assertThat(planned.dated()).isTrue();
        assertThat(planned.given(Program.of("x")).environment()).isEqualTo(Map.of("SOURCE_DATE_EPOCH", "7"));
        assertThat(arguments(Map.of("SOURCE_DATE_EPOCH", "8"), Optional.of(7L), ".")
                        .given(Program.of("x"))
                        .environment())
                .isEqualTo(Map.of("SOURCE_DATE_EPOCH", "8"));
    }

    @Test
    void secretsAndTheCacheOfGitHubAreInVariables() {
        var environment = Map.of(
                "MULTIARCH_SECRET_1", "s3cr3t",
                "MULTIARCH_CACHE_TOKEN", "t0ken",
                "MULTIARCH_CACHE_URL", "https://results.example/",
                "MULTIARCH_CACHE_V2", "",
                "HOME", "/root");
        Program build = arguments(environment, Optional.empty(), ".").given(Program.of("docker"));
        assertThat(build.environment())
                .isEqualTo(Map.of(
                        "MULTIARCH_SECRET_1", "s3cr3t",
                        "ACTIONS_RUNTIME_TOKEN", "t0ken",
                        "ACTIONS_RESULTS_URL", "https://results.example/"));
        assertThat(build.toString()).doesNotContain("s3cr3t").doesNotContain("t0ken");
    }

    private LegArguments arguments(Map<String, String> environment, Optional<Long> epoch, String... words) {
        var session = new Session(registry, new Programs(line -> {}), environment, line -> {}, Optional.empty());
        return new LegArguments(
                session,
                new LegRequest(
                        Reference.parse("ghcr.io/org/app"),
                        "p1",
                        Platform.parse("linux/arm64"),
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        List.of(words),
                        Optional.empty(),
                        LABELS,
                        epoch));
    }
}
