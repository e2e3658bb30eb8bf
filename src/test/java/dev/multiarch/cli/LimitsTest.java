package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Documents that want more memory, more requests or more room in a message than any honest image needs. */
class LimitsTest {
    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().with("JDK_JAVA_OPTIONS", "-Xmx256m");

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);

    @AfterEach
    void close() {
        server.close();
    }

    /** 5.5 MB of labels, which take ten times that in memory. */
    @Test
    void oneConfigOfSixtyEntriesIsFetchedOnce() {
        String labels =
                IntStream.range(0, 350_000).mapToObj(i -> "\"l" + i + "\":\"\"").collect(Collectors.joining(","));
        byte[] config = Sample.bytes(
                "{\"os\": \"linux\", \"architecture\": \"amd64\", \"config\": {\"Labels\": {" + labels + "}}}");
        shelf.blob(config);
        String[] entries = IntStream.range(0, 60)
                .mapToObj(i -> ServedImages.on(
                        shelf.manifest(
                                MediaTypes.OCI_MANIFEST,
                                "{\"schemaVersion\": 2, \"config\": "
                                        + ServedImages.descriptor(MediaTypes.OCI_CONFIG, config)
                                        + ", \"layers\": [], \"annotations\": {\"n\": \"" + i + "\"}}"),
                        "linux/cpu" + i))
                .toArray(String[]::new);
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(entries));
        assertThat(commands.in(folder).run("inspect", server.host() + "/app:1"))
                .exitCode(0)
                .stdoutContains("linux/cpu59")
                .stderrIsOneLineWith("JDK_JAVA_OPTIONS");
        assertThat(server.lines().stream().filter(line -> line.contains("/blobs/")))
                .hasSize(1);
    }

    @Test
    void aThousandManifestsOfFourMebibytesEndAtTheLimit() {
        String padding = " ".repeat((4 << 20) - 600);
        String[] entries = IntStream.range(0, 40)
                .mapToObj(i -> ServedImages.on(
                        shelf.manifest(
                                MediaTypes.OCI_MANIFEST,
                                "{\"schemaVersion\": 2, \"config\": "
                                        + ServedImages.descriptor(MediaTypes.OCI_CONFIG, Sample.CONFIG)
                                        + ", \"layers\": [], \"annotations\": {\"n\": \"" + i + "\"}}" + padding),
                        "linux/cpu" + i))
                .toArray(String[]::new);
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(entries));
        assertThat(commands.in(folder).run("inspect", server.host() + "/app:1"))
                .exitCode(0)
                .stdoutContains("MiB of memory, the limit of one call, and this one was not read");
    }

    @Test
    void aTextOfAMegabyteIsCut() {
        String type = "application/x" + "y".repeat(200);
        String label = "z".repeat(300_000);
        String image = shelf.image("linux", "amd64", ", \"created\": \"" + label + "\"");
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(ServedImages.on(image, "linux/amd64")));
        server.on("GET /v2/app/manifests/2", Reply.error(403, "DENIED", label + type));
        assertThat(commands.in(folder).run("verify-index", server.host() + "/app:2"))
                .exitCode(3)
                .stderrDoesNotContain("z".repeat(5_000));
    }

    /** The same index under a hundred tags is judged once; nothing is fetched twice but the tags themselves. */
    @Test
    void manyTagsOfOneIndexReadItsDocumentsOnce() {
        String image = shelf.image("linux", "amd64");
        byte[] index = Sample.bytes(ServedImages.indexOf(ServedImages.on(image, "linux/amd64")));
        String tags = IntStream.range(0, 100).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(", "));
        server.on(
                "GET /v2/app/tags/list",
                Reply.document("application/json", Sample.bytes("{\"name\": \"app\", \"tags\": [" + tags + "]}")));
        for (int i = 0; i < 100; i++) {
            server.on("GET /v2/app/manifests/t" + i, Reply.document(MediaTypes.OCI_INDEX, index));
        }
        assertThat(commands.in(folder).run("verify-index", server.host() + "/app", "--tags=*"))
                .exitCode(3)
                .stdoutContains("unknown: 100 tags");
        assertThat(server.lines().stream()
                        .filter(line -> line.contains(Digest.of(Sample.LAYER).hex()) && line.startsWith("HEAD")))
                .hasSizeLessThan(2);
    }
}
