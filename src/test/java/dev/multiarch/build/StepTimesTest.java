package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.record.EmulatedTime.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The files are what buildx v0.38.2 and BuildKit v0.34.2 left of builds for linux/arm64 on an amd64 host: two stages
 * that run at once and one on the build platform.
 */
class StepTimesTest {
    private static final Predicate<Platform> NOT_AMD64 =
            platform -> !platform.architecture().equals("amd64");

    @Test
    void addsUpEmulatedStepsAndCountsOverlapsOnce() throws IOException {
        EmulatedTime time = read("fresh", "fresh").orElseThrow();
        assertThat(time.basis()).isEqualTo("steps");
        assertThat(time.cached()).isFalse();
        assertThat(time.steps()).extracting(Step::line).containsExactly(8, 13, 17);
        assertThat(time.steps()).extracting(Step::name).allMatch(name -> name.contains("] RUN "));
        assertThat(time.steps()).extracting(s -> s.time().toMillis()).containsExactly(1261L, 1247L, 163L);
        // from 14.555608923 to 15.818260878, and from 15.871406059 to 16.034981056
        assertThat(time.time()).isEqualTo(Duration.ofMillis(1426));
    }

    @Test
    void countsNothingFromTheCache() throws IOException {
        EmulatedTime time = read("cached", "cached").orElseThrow();
        assertThat(time.time()).isZero();
        assertThat(time.cached()).isTrue();
        assertThat(time.steps()).hasSize(3).allMatch(Step::cached);
    }

    @Test
    void countsNoStepOfTheBuildPlatform() throws IOException {
        assertThat(read("cross", "cross")).hasValue(new EmulatedTime(Duration.ZERO, "steps", false, List.of()));
    }

    @Test
    void countsEveryStepWhereAllIsEmulated() throws IOException {
        assertThat(StepTimes.of(Json.read(bytes("fresh.metadata.json"), "m"), text("fresh.rawjson"), p -> true)
                        .orElseThrow()
                        .steps())
                .hasSize(4);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "log of another build, fresh, cross, '', ''",
        "metadata without provenance, fresh, fresh, buildx.build.provenance, other",
        "provenance without steps, fresh, fresh, llbDefinition, other",
        "steps without digests, fresh, fresh, digestMapping, other",
        "step without a platform, fresh, fresh, Architecture, other",
        "log without an end, fresh, fresh, '', completed"
    })
    void tellsNothingWhere(String name, String metadata, String log, String gone, String instead) throws IOException {
        String json = gone.isEmpty()
                ? text(metadata + ".metadata.json")
                : text(metadata + ".metadata.json").replace('"' + gone + '"', '"' + instead + '"');
        String lines = gone.isEmpty() && !instead.isEmpty()
                ? text(log + ".rawjson").replace('"' + instead + '"', "\"x\"")
                : text(log + ".rawjson");
        assertThat(StepTimes.of(Json.read(json.getBytes(StandardCharsets.UTF_8), "m"), lines, NOT_AMD64))
                .isEmpty();
    }

    @Test
    void skipsWhatIsNoJsonInTheLog() throws IOException {
        String noisy = "WARNING: odd\n{\"vertexes\": 7}\n{broken\n" + text("fresh.rawjson") + "\ntime=x level=y\n";
        assertThat(StepTimes.of(Json.read(bytes("fresh.metadata.json"), "m"), noisy, NOT_AMD64))
                .isEqualTo(read("fresh", "fresh"));
    }

    private static Optional<EmulatedTime> read(String metadata, String log) throws IOException {
        return StepTimes.of(
                Json.read(bytes(metadata + ".metadata.json"), "metadata"), text(log + ".rawjson"), NOT_AMD64);
    }

    private static String text(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = StepTimesTest.class.getResourceAsStream("steps/" + name)) {
            return in.readAllBytes();
        }
    }
}
