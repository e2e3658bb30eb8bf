package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files are what buildx v0.38.2 and BuildKit v0.34.2 left of builds for linux/arm64 on an amd64 host: two stages
 * that run at once and one on the build platform.
 */
class StepTimesTest {
    private static final Predicate<Platform> NOT_AMD64 =
            platform -> !platform.architecture().equals("amd64");

    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final Digest ANY = Digest.of(new byte[0]);

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
        assertThat(of(text("fresh.metadata.json"), text("fresh.rawjson"), p -> true)
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
        assertThat(of(json, lines, NOT_AMD64)).isEmpty();
    }

    @Test
    void skipsWhatIsNoJsonInTheLog() throws IOException {
        String noisy = "WARNING: odd\n{\"vertexes\": 7}\n{broken\n" + text("fresh.rawjson") + "\ntime=x level=y\n";
        assertThat(of(text("fresh.metadata.json"), noisy, NOT_AMD64)).isEqualTo(read("fresh", "fresh"));
    }

    @Test
    void readsWhatTheHistoryKeepsOfABuildWithoutProvenance() throws IOException {
        EmulatedTime time = kept(text("kept.provenance.json"), ARM64).value().orElseThrow();
        assertThat(time.steps()).extracting(Step::line).containsExactly(9);
        assertThat(time.steps().get(0).name()).startsWith("[stage-1 3/3] RUN sleep 0.3; uname -m");
        assertThat(time.time()).isEqualTo(time.steps().get(0).time()).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void takesNoHistoryOfAnotherPlatform() throws IOException {
        assertThat(kept(text("kept.provenance.json"), Platform.parse("linux/arm/v7"))
                        .reason())
                .isEqualTo("BuildKit's provenance is of a build for linux/arm64, expected linux/arm/v7");
    }

    /** A step that was still to run when the log ended must not look like one that the cache spared. */
    @ParameterizedTest
    @ValueSource(strings = {"fresh", "cached"})
    void aLogThatIsCutOffTellsNothingOrAll(String name) throws IOException {
        List<String> lines = text(name + ".rawjson").lines().toList();
        EmulatedTime whole = read(name, name).orElseThrow();
        int told = 0;
        for (int end = 0; end <= lines.size(); end++) {
            String log = String.join("\n", lines.subList(0, end));
            Optional<EmulatedTime> time = of(text(name + ".metadata.json"), log, NOT_AMD64);
            assertThat(time.orElse(whole)).isEqualTo(whole);
            told += time.isPresent() ? 1 : 0;
        }
        assertThat(told).isBetween(1, lines.size());
    }

    @Test
    void whatProgramsPrintedMayBeLong() throws IOException {
        String said = "{\"logs\":[{\"vertex\":\"sha256:1\",\"data\":\"" + "QUFB".repeat(1 << 20) + "\"}]}\n";
        assertThat(of(text("fresh.metadata.json"), said.repeat(20) + text("fresh.rawjson"), NOT_AMD64))
                .isEqualTo(read("fresh", "fresh"));
    }

    @Test
    void aLogWithoutAnEndIsGivenUp() {
        var log = new VertexLog();
        for (int i = 0; i < 100_001; i++) {
            assertThat(log.isOver()).isFalse();
            log.line("{\"vertexes\":[{\"digest\":\"sha256:1\",\"name\":\"x\",\"cached\":true}]}");
        }
        assertThat(log.isOver()).isTrue();
    }

    private static Fact<EmulatedTime> kept(String provenance, Platform leg) throws IOException {
        var steps = Provenance.kept(Json.read(provenance.getBytes(StandardCharsets.UTF_8), "provenance"));
        var vertices = new VertexLog();
        text("kept.rawjson").lines().forEach(vertices::line);
        return StepTimes.of(steps, vertices, leg, NOT_AMD64);
    }

    private static Optional<EmulatedTime> read(String metadata, String log) throws IOException {
        return of(text(metadata + ".metadata.json"), text(log + ".rawjson"), NOT_AMD64);
    }

    private static Optional<EmulatedTime> of(String metadata, String log, Predicate<Platform> emulated) {
        var written = new BuildMetadata(Json.read(metadata.getBytes(StandardCharsets.UTF_8), "metadata"), ANY);
        var vertices = new VertexLog();
        log.lines().forEach(vertices::line);
        return written.steps()
                .flatMap(steps -> StepTimes.of(steps, vertices, ARM64, emulated).value());
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
