package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.LayoutSample;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that want more than to be judged, under the policy that everybody gets. */
class HostileImagesTest {
    private static final String HOSTILE = "\\n::error::x\\u001b[31m\\u202e##[warning]y";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final FaultyRegistry elsewhere = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);

    @AfterEach
    void close() {
        server.close();
        elsewhere.close();
    }

    /** What a manifest says of other places is nobody's reason to ask there. */
    @Test
    void addressesInAManifestAreNotAsked() {
        String urls = ", \"urls\": [\"http://" + elsewhere.host() + "/layer\"]}";
        String image = shelf.image("linux", "amd64");
        String foreign = shelf.manifest(
                MediaTypes.OCI_MANIFEST,
                "{\"schemaVersion\": 2, \"config\": "
                        + ServedImages.descriptor(
                                        MediaTypes.OCI_CONFIG,
                                        Sample.bytes("{\"os\": \"linux\", \"architecture\": \"amd64\"}"))
                                .replaceFirst("}$", urls)
                        + ", \"layers\": ["
                        + ServedImages.descriptor(
                                        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", Sample.LAYER)
                                .replaceFirst("}$", urls)
                        + "]}");
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(
                        ServedImages.on(foreign, "linux/amd64", urls.replaceFirst("}$", "")),
                        ServedImages.on(image, "linux/arm64")));
        assertThat(verify()).exitCode(1);
        assertThat(elsewhere.received()).isEmpty();
        assertThat(server.lines()).noneMatch(line -> line.contains("layer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci:layout", "oci:layout:nowhere"})
    void whatALayoutSaysCommandsNothing(String name) throws Exception {
        var sample = LayoutSample.whole();
        String entry = LayoutSample.entry(MediaTypes.OCI_INDEX, Sample.INDEX, HOSTILE);
        String other = LayoutSample.entry(MediaTypes.OCI_MANIFEST, Sample.MANIFEST, "2");
        sample.files().put("index.json", LayoutSample.index(entry, other));
        sample.folder(folder.resolve("layout"));
        assertThat(commands.in(folder).run("verify-index", name))
                .exitCode(3)
                .stderrContains("reading index.json: index.json ")
                .stderrDoesNotContain("\n::")
                .stderrDoesNotContain("\u001b")
                .stderrDoesNotContain("\u202e")
                .stderrDoesNotContain("##[");
    }

    @Test
    void whatARegistrySaysCommandsNothing() {
        server.on("GET " + Sample.INDEX_PATH, Reply.error(403, "DENIED" + HOSTILE, HOSTILE));
        assertThat(verify())
                .exitCode(3)
                .stderrContains("403 DENIED ")
                .stderrDoesNotContain("\n::")
                .stderrDoesNotContain("\u001b")
                .stderrDoesNotContain("\u202e")
                .stderrDoesNotContain("##[");
    }

    @Test
    void aHundredPlatformsAreJudged() {
        String[] entries = IntStream.range(0, 100)
                .mapToObj(i -> ServedImages.on(shelf.image("linux", "cpu" + i), "linux/cpu" + i))
                .toArray(String[]::new);
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(entries));
        assertThat(verify()).exitCode(3).stdoutContains("linux/cpu0", "linux/cpu99");
    }

    @Test
    void whatIsTooLargeOrTooDeepIsNotJudged() throws Exception {
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf() + " ".repeat(4 << 20));
        assertThat(verify()).exitCode(3).stderrContains("it is larger than 4 MiB");
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf().replaceFirst("}$", ", \"x\": " + "[".repeat(40) + "]".repeat(40) + "}"));
        assertThat(verify()).exitCode(3).stderrContains("not valid JSON");
        Files.createDirectories(folder.resolve("layout"));
        LayoutSample.whole()
                .with("index.json", "{\"schemaVersion\": 2, \"manifests\": " + "[".repeat(5 << 20))
                .folder(folder.resolve("layout"));
        assertThat(commands.in(folder).run("verify-index", "oci:layout"))
                .exitCode(3)
                .stderrContains("it is larger than 4194304 bytes");
    }

    private Transcript verify() {
        return commands.in(folder).run("verify-index", server.host() + "/app:1");
    }
}
