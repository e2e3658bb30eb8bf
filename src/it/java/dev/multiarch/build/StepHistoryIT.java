package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.it.Stack;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.EmulatedTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times of steps by the history of a real BuildKit, for a leg with a native, a cross-compiled and an emulated step. */
class StepHistoryIT {
    private static final String DOCKERFILE = """
            FROM --platform=$BUILDPLATFORM %1$s AS native
            ARG SALT
            RUN sleep 0.7; echo native $SALT > /native
            FROM --platform=$BUILDPLATFORM %1$s AS cross
            ARG TARGETARCH
            ARG SALT
            RUN sleep 0.9; echo cross-compiled for $TARGETARCH $SALT > /cross
            FROM scratch
            ARG TARGETARCH
            COPY root-${TARGETARCH}/ /
            COPY --from=native /native /
            COPY --from=cross /cross /
            ARG SALT
            RUN sleep 0.5; echo emulated $SALT; uname -m > /machine
            """;

    private static final Duration EXACT = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private LegBench bench;

    @BeforeEach
    void prepare() throws Exception {
        bench = new LegBench(folder);
        bench.dockerfile(DOCKERFILE.formatted(Stack.variable("MULTIARCH_IT_BASE_IMAGE")));
    }

    @AfterEach
    void close() {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void theEmulatedTimeIsThatOfTheEmulatedStep() throws Exception {
        // What buildx prints in the record's place: the same step, as its log in raw JSON shows it.
        Path kept = folder.resolve("log");
        wrapped("[ \"$2 $3\" != \"history logs\" ] || { docker \"$@\" 2>" + kept + "; cat " + kept + " >&2; exit; }");
        BuildRecord record = bench.build("linux/arm64", LegBench.REMOTE);
        EmulatedTime time = record.emulatedTime().value().orElseThrow();
        assertThat(time.basis()).isEqualTo("steps");
        assertThat(time.steps()).hasSize(1).allMatch(step -> step.line() == 14 && !step.cached());
        assertThat(time.time()).isCloseTo(inLog(kept), EXACT).isCloseTo(printed(), EXACT);
        assertThat(time.time()).isLessThan(record.duration());
    }

    /** By BuildKit's own raw log. */
    private static Duration inLog(Path file) throws Exception {
        Duration sum = Duration.ZERO;
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("{")) {
                continue;
            }
            JsonObject json = Json.read(line.getBytes(StandardCharsets.UTF_8), "log");
            for (JsonObject vertex : json.has("vertexes") ? json.objects("vertexes") : List.<JsonObject>of()) {
                if (vertex.optionalText("name").orElse("").contains("echo emulated") && vertex.has("completed")) {
                    sum = sum.plus(Duration.between(
                            Instant.parse(vertex.text("started")), Instant.parse(vertex.text("completed"))));
                }
            }
        }
        return sum;
    }

    /** By the line on which BuildKit says that the step is done, to a tenth of a second. */
    private Duration printed() {
        String text = String.join("\n", bench.snapshot());
        Matcher name =
                Pattern.compile("(#\\d+) \\[stage-2 \\d/\\d] RUN sleep 0.5").matcher(text);
        assertThat(name.find()).isTrue();
        Matcher done =
                Pattern.compile("(?m)^" + name.group(1) + " DONE ([0-9.]+)s$").matcher(text);
        assertThat(done.find()).isTrue();
        return Duration.ofMillis((long) (Double.parseDouble(done.group(1)) * 1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--provenance=false", "--provenance=mode=min", "--attest=type=provenance,disabled=true"})
    void theStepsAreKnownWhateverProvenanceTheImageCarries(String flag) throws Exception {
        assertThat(emulated(flag).steps()).hasSize(1).allMatch(step -> step.line() == 14);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "no attachments, as before buildx 0.21; [ \"$3 $4\" != 'inspect attachment' ] || exit 1",
                "no steps in the metadata file; unset BUILDX_METADATA_PROVENANCE"
            })
    void eitherHistoryOrMetadataFileHoldsTheSteps(String name, String line) throws Exception {
        wrapped(line);
        assertThat(emulated().basis()).isEqualTo("steps");
        assertThat(emulated("--no-cache").steps()).hasSize(1).allMatch(step -> step.line() == 14);
    }

    static Stream<Arguments> faults() {
        String log = "[ \"$2 $3\" != 'history logs' ] || ";
        String attachment = "[ \"$3 $4\" != 'inspect attachment' ] || ";
        String noLog = "builder multiarch-remote shows no log of it";
        String cut = "BuildKit's log does not hold all steps, or not to their end";
        return Stream.of(
                arguments("no history at all", "[ \"$2\" != history ] || exit 1", noLog),
                arguments(
                        "no steps anywhere",
                        "unset BUILDX_METADATA_PROVENANCE; " + attachment + "exit 1",
                        "neither builder multiarch-remote's history nor buildx's metadata file holds its steps"),
                arguments(
                        "history of another platform",
                        attachment + "{ docker \"$@\" | sed s,linux/arm64,linux/arm/v7,; exit; }",
                        "BuildKit's provenance is of a build for linux/arm/v7, expected linux/arm64"),
                arguments(
                        "log that is cut off",
                        log + "{ docker \"$@\" 2>&1 | sed '/echo emulated[^}]*\"started\"/,$d' >&2; exit; }",
                        cut),
                arguments("log cut in a line", log + "{ docker \"$@\" 2>&1 | head -c 2000 >&2; exit; }", cut),
                arguments("log of odd lines", log + "{ yes '{\"vertexes\":[7]}' | head >&2; exit; }", cut),
                arguments("log without an end", log + "exec yes '{\"vertexes\":[{\"digest\":\"x\"}]}' >&2", noLog),
                arguments("provenance that is huge", attachment + "exec yes '{'", ""),
                arguments("provenance in HTML", attachment + "{ echo '<html>'; exit; }", ""),
                arguments("provenance that is deep", attachment + "{ yes '{\"a\":' | head -n 9999; exit; }", ""),
                arguments("provenance of other form", attachment + "{ echo '{\"buildDefinition\":7}'; exit; }", ""));
    }

    /** @param why the whole leg counts; empty where the metadata file still holds the steps */
    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void whatIsMissingOrHostileLeavesWhatIsKnown(String name, String line, String why) throws Exception {
        wrapped(line);
        assertThat(emulated().basis()).isEqualTo(why.isEmpty() ? "steps" : "leg");
        List<String> said = bench.progress.stream()
                .filter(told -> told.contains("counts as emulated"))
                .toList();
        String whole = "linux/arm64: the times of its steps are not known, so the whole leg counts as emulated: ";
        assertThat(said)
                .isEqualTo(
                        why.isEmpty()
                                ? List.of()
                                : List.of(whole + why.replace("multiarch-remote", Stack.variable(LegBench.REMOTE))));
    }

    @Test
    void noBuildArgumentLeavesTheMetadataFileOrTheHistory() throws Exception {
        String token = "planted-" + bench.salt;
        bench.dockerfile(DOCKERFILE
                .formatted(Stack.variable("MULTIARCH_IT_BASE_IMAGE"))
                .replace("RUN sleep 0.5;", "ARG API_TOKEN\nRUN : $API_TOKEN ${API_TOKEN};"));
        Path seen = folder.resolve("seen");
        wrapped("[ \"$2\" != build ] || trap 'for f in \"$@\"; do case $f in */metadata.json) ls \"$f\" >" + seen
                + ";; esac; done' EXIT; " + "docker \"$@\"; exit");
        BuildRecord record = bench.build("linux/arm64", LegBench.REMOTE, "--build-arg", "API_TOKEN=" + token);
        assertThat(record.emulatedTime().value().orElseThrow().basis()).isEqualTo("steps");
        assertThat(new String(bench.store.get(record.key()), StandardCharsets.UTF_8))
                .doesNotContain(token)
                .doesNotContain(bench.salt)
                .contains("API_TOKEN");
        assertThat(bench.progress).noneMatch(line -> line.contains(token) || line.contains(bench.salt));
        assertThat(bench.snapshot()).noneMatch(line -> line.contains(token));
        assertThat(Path.of(Files.readString(seen).strip())).doesNotExist();
    }

    private EmulatedTime emulated(String... flags) throws Exception {
        return bench.build("linux/arm64", LegBench.REMOTE, flags)
                .emulatedTime()
                .value()
                .orElseThrow();
    }

    /** A docker command that does this first. */
    private void wrapped(String line) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path docker = bin.resolve("docker");
        String path = System.getenv("PATH");
        Files.writeString(docker, "#!/bin/sh\nPATH=" + path + "\n" + line + "\nexec docker \"$@\"\n");
        assertThat(docker.toFile().setExecutable(true)).isTrue();
        bench.environment.put("PATH", bin + ":" + path);
    }
}
