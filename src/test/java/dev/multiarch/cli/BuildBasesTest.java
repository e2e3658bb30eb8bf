package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Platform;
import dev.multiarch.rebuild.PublishedApp;
import dev.multiarch.record.BaseImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code build} and {@code ship} record base images, and the index names the base of each platform. */
class BuildBasesTest extends WithPublishedApp {
    private static final String BASE = "org.opencontainers.image.base.";

    private FakeBuilder builder;
    private Map<Platform, BaseImage> bases;
    private String base;

    @BeforeEach
    void start() throws Exception {
        builder = FakeBuilder.in(folder, "linux/amd64", "linux/arm64");
        bases = app.base("base", "amd64", "arm64");
        base = app.image("base").toString();
        dockerfile("ARG FROM=" + base, "FROM $FROM");
        app.lines();
    }

    private void dockerfile(String... lines) throws IOException {
        Files.write(folder.resolve("Dockerfile"), List.of(lines));
    }

    private Transcript ship(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "ship", "--image", app.image("app").toString(), "--platforms", "linux/amd64,linux/arm64", "--no-push"));
        words.addAll(List.of(more));
        return commands.in(folder)
                .within(Duration.ofMinutes(3))
                .with("PATH", builder.path())
                .with("HOME", folder.toString())
                .run(words.toArray(String[]::new));
    }

    /** All that was written: records, layout, plan. */
    private String written(String ending) throws IOException {
        var text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve(".multiarch"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(f -> f.toString().contains(ending))
                    .toList()) {
                text.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    @Test
    void bothLegsAskOnceAndTheIndexNamesTheBaseOfEach() throws Exception {
        assertThat(ship("--", ".")).exitCode(0);
        assertThat(app.lines()).filteredOn(line -> line.contains("/v2/base/")).hasSize(1);
        bases.forEach((platform, image) -> assertThat(records())
                .contains(image.taken().value().orElseThrow().manifest().toString())
                .contains(image.taken().value().orElseThrow().index().toString()));
        assertThat(written("blobs"))
                .contains("\"" + BASE + "name\": \"" + base + ":latest\"")
                .contains("\"" + BASE + "digest\": \""
                        + bases.get(PublishedApp.AMD64)
                                .taken()
                                .value()
                                .orElseThrow()
                                .index() + "\"");
    }

    private String records() {
        try {
            return written("/records/");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutFactsTheIndexSaysNothingOfIt() throws Exception {
        assertThat(ship("--facts", "none", "--", ".")).exitCode(0);
        assertThat(written("blobs")).doesNotContain(BASE);
        assertThat(records()).contains("/base:latest");
    }

    @Test
    void whatTheUserSaysOfTheBaseStaysAlone() throws Exception {
        assertThat(ship("--", ".", "--annotation", "index:" + BASE + "name=mine"))
                .exitCode(0);
        assertThat(written("blobs")).contains(BASE + "name\": \"mine\"").doesNotContain(BASE + "digest");
    }

    @Test
    void aBaseThatCannotBeReachedFailsNoBuild() throws Exception {
        assertThat(ship(
                        "--",
                        ".",
                        "--build-arg",
                        "FROM="
                                + app.image("gone")
                                        .with(bases.get(PublishedApp.AMD64)
                                                .taken()
                                                .value()
                                                .orElseThrow()
                                                .index())))
                .exitCode(0);
        assertThat(records()).contains("\"bases\"", "\"unknown\"").doesNotContain("indexDigest");
        assertThat(written("blobs")).doesNotContain(BASE);
    }

    @Test
    void theOtherBaseIsKnownWhereOneCannotBeReached() throws Exception {
        dockerfile("FROM " + app.image("gone") + ":1 AS tools", "FROM " + base, "COPY --from=tools /tool /tool");
        assertThat(ship("--", ".")).exitCode(0);
        assertThat(records())
                .contains(app.image("gone") + ":1", "\"unknown\"", "404")
                .contains(bases.get(PublishedApp.ARM64)
                        .taken()
                        .value()
                        .orElseThrow()
                        .manifest()
                        .toString());
        assertThat(written("blobs")).contains("\"" + BASE + "name\": \"" + base + ":latest\"");
    }

    @Test
    void noValueOfAnArgumentIsWritten() throws Exception {
        dockerfile("ARG FROM", "ARG TOKEN", "FROM ${FROM:?$TOKEN}", "ARG TOKEN", "RUN x");
        assertThat(ship("--", ".", "--build-arg", "FROM=https://hunter1:hunter2@x/y", "--build-arg", "TOKEN=hunter3"))
                .exitCode(0)
                .stdoutDoesNotContain("hunter");
        assertThat(written("")).doesNotContain("hunter").contains("names no image that can be looked up");
    }
}
