package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The OCI's conformance suite at the embedded registry, and the manifests that the suite leaves there as input of {@code
 * inspect} and {@code verify-index}.
 */
class ConformanceIT {
    /** What the registry supports although version 1.1 does not set it. */
    private static final Map<String, String> MORE = Map.of(
            "API_BLOBS_UPLOAD_CANCEL", "true",
            "API_BLOBS_DIGEST_HEADER", "true",
            "API_MANIFESTS_DIGEST_HEADER", "true");

    private static final Map<String, String> NO_DELETES = Map.of(
            "API_BLOBS_DELETE", "false",
            "API_MANIFESTS_DELETE", "false",
            "API_TAGS_DELETE", "false");

    private static final String ARTIFACT = "artifact|oci\\.empty";

    /**
     * A tag, or {@code KIND@} for what was pushed by digest among content of that kind; a part of {@code inspect}'s answer
     * as a regular expression; the exit codes that {@code verify-index} may end with. The suite gives every layer the digest
     * of no bytes as its diff_id, and no client unpacks such an image: images with layers fail.
     */
    private record Row(String content, String inspect, Integer... verify) {}

    private static final List<Row> ROWS = List.of(
            new Row("artifact", ARTIFACT, 0, 1, 3),
            new Row("artifact-index", ARTIFACT, 0, 1, 3),
            new Row("artifact-index@", ARTIFACT, 0, 1, 3),
            new Row("artifact-without-layers", ARTIFACT, 0, 1, 3),
            new Row("artifacts-with-subject@", "linux/amd64|" + ARTIFACT, 0, 1, 3),
            new Row("custom-fields", "index of 2 images", 1),
            new Row("custom-fields@", "linux/", 1, 3),
            new Row("data-field", "linux/amd64", 1),
            new Row("empty-index@", "index of 0 images", 3),
            new Row("image", "linux/amd64", 1),
            new Row("image-uncompressed", "linux/amd64", 1),
            new Row("index", "index of 2 images", 1),
            new Row("index-of-index", "linux/amd64", 1),
            new Row("index-with-subject@", "linux/|" + ARTIFACT, 0, 1, 3),
            new Row("large-manifest", "linux/amd64", 1),
            new Row("missing-subject@", ARTIFACT, 0, 1, 3),
            new Row("nested-index@", "linux/", 1),
            new Row("no-layers", "linux/amd64", 0, 3),
            new Row("non-distributable-image", "linux/amd64", 1),
            new Row("sha512@", "linux/", 0, 1, 3),
            new Row("tagged-artifact", "index of|" + ARTIFACT, 0, 1, 3),
            new Row("tagged-artifact1", ARTIFACT, 0, 1, 3),
            new Row("tagged-artifact2", ARTIFACT, 0, 1, 3));

    private static final Pattern INTERNAL =
            Pattern.compile("\tat |dev\\.multiarch\\.\\w+\\.|Exception|internal error|a bug in multiarch");

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(5));

    @TempDir
    Path folder;

    @BeforeEach
    void need() {
        Stack.require();
    }

    @ParameterizedTest(name = "in memory {0}")
    @ValueSource(booleans = {true, false})
    void theSuiteFindsNoFault(boolean inMemory) throws IOException {
        Path kept = folder.resolve("registry");
        try (var registry = EmbeddedRegistry.start(inMemory ? Optional.empty() : Optional.of(kept), 0, request -> {})) {
            ConformanceSuite run = ConformanceSuite.run(commands, registry, folder, MORE);
            assertThat(run.with("failure").map(ConformanceSuite.Case::failure)).isEmpty();
            assertThat(run.with("error").map(ConformanceSuite.Case::failure)).isEmpty();
            assertThat(run.transcript()).exitCode(0);
            assertThat(run.with("passed")).hasSizeGreaterThan(600);
            // A registry may refuse to look for the blob in all repositories.
            assertThat(run.with("skipped").map(ConformanceSuite.Case::name))
                    .allMatch(name -> name.endsWith("blob-mount-anonymous"));
        }
    }

    @Test
    void allThatTheSuiteLeavesGetsAClearAnswer() throws IOException {
        try (var registry = EmbeddedRegistry.start()) {
            ConformanceSuite run = ConformanceSuite.run(commands, registry, folder, NO_DELETES);
            assertThat(run.transcript()).exitCode(0);
            Map<String, List<String>> images = images(run, registry.host());
            List<String> known = ROWS.stream().map(Row::content).toList();
            assertThat(images.keySet()).containsAll(known);
            assertThat(images.keySet()).as("tags without a row").allMatch(c -> c.endsWith("@") || known.contains(c));
            var soft = new SoftAssertions();
            for (Row row : ROWS) {
                for (String image : images.get(row.content())) {
                    isInspected(soft, row, commands.run("inspect", image));
                    isJudged(soft, row, commands.run("verify-index", image));
                }
            }
            soft.assertAll();
        }
    }

    /** References by the first column of the table. Children of a tagged index come by their digests. */
    private static Map<String, List<String>> images(ConformanceSuite run, String host) {
        Map<String, List<String>> images = new TreeMap<>();
        run.manifests().forEach((reference, kind) -> {
            boolean byDigest = reference.contains(":");
            String image = host + "/" + ConformanceSuite.REPOSITORY + (byDigest ? "@" : ":") + reference;
            images.computeIfAbsent(byDigest ? kind + "@" : reference, k -> new ArrayList<>())
                    .add(image);
        });
        return images;
    }

    private static void isInspected(SoftAssertions soft, Row row, Transcript answer) {
        assertThat(answer).exitCode(answer.exit());
        soft.assertThat(answer.exit()).as(answer.toString()).isZero();
        soft.assertThat(answer.out()).as(answer.toString()).containsPattern(row.inspect());
        soft.assertThat(answer.err()).as(answer.toString()).isEmpty();
    }

    private static void isJudged(SoftAssertions soft, Row row, Transcript answer) {
        assertThat(answer).exitCode(answer.exit());
        soft.assertThat(answer.exit()).as(answer.toString()).isIn((Object[]) row.verify());
        soft.assertThat(answer.out() + answer.err()).as(answer.toString()).doesNotContainPattern(INTERNAL);
        // Either a verdict, or one line that says why there is none.
        boolean judged = answer.out().contains("policies baseline");
        soft.assertThat(answer.exit() != 1 || answer.out().contains("the config's diff_id"))
                .as(answer.toString())
                .isTrue();
        soft.assertThat(answer.err().lines()).as(answer.toString()).hasSize(judged ? 0 : 1);
        soft.assertThat(judged || answer.err().contains(" Fix: "))
                .as(answer.toString())
                .isTrue();
    }
}
