package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.LayoutSample;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** References to a single image, and to an artifact. */
class SingleImagesTest {
    private static final String POLICY = "apiVersion: multiarch/v1\nkind: Policy\nname: p\n"
            + "image: {config-match: true, blobs-exist: true, consistency: true, platforms: {unique: true}}\n";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);

    @BeforeEach
    void policy() throws Exception {
        Files.writeString(folder.resolve("p.yaml"), POLICY);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Transcript multiarch(String... words) {
        return commands.in(folder).run(words);
    }

    private Transcript verify(String... options) {
        List<String> words = new ArrayList<>(List.of("verify-index", server.host() + "/app:1"));
        words.addAll(List.of(options));
        return multiarch(words.toArray(String[]::new));
    }

    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    /** A manifest whose config and only layer are there. */
    private String manifest(String configType, String config, String layer) {
        byte[] bytes = Sample.bytes(config);
        server.on("GET /v2/app/blobs/" + Digest.of(bytes), Reply.document("application/octet-stream", bytes))
                .on("HEAD /v2/app/blobs/" + Digest.of(bytes), Reply.status(200))
                .on("HEAD /v2/app/blobs/" + Digest.of(Sample.LAYER), Reply.status(200));
        return "{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"config\": "
                + ServedImages.descriptor(configType, bytes) + ", \"layers\": ["
                + ServedImages.descriptor(layer, Sample.LAYER)
                + "]}";
    }

    private String image(String more) {
        String config = "{\"os\": \"linux\", \"architecture\": \"amd64\"" + more + "}";
        return manifest(MediaTypes.OCI_CONFIG, config, LAYER);
    }

    @ParameterizedTest(name = "--require {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "linux/amd64 | 0 | pass     image.platforms.required [linux/amd64] it is a single image for linux/amd64.",
                "linux/arm64 | 1 | fail     image.platforms.required [linux/arm64] it is a single image for linux/amd64, expected linux/arm64.",
            })
    void aSingleImageIsOnePlatform(String platform, int exit, String line) {
        shelf.tag(MediaTypes.OCI_MANIFEST, image(""));
        assertThat(verify("--policy", "p.yaml", "--require", platform))
                .exitCode(exit)
                .stdoutContains(
                        line,
                        "pass     image.platforms.unique it is a single image.",
                        "pass     image.config-match [linux/amd64] its config says linux/amd64, and there is no index to compare it with.",
                        "pass     image.blobs-exist [linux/amd64] everything is there.",
                        "skipped  image.consistency one platform");
    }

    @Test
    void itIsReadOnceAndByItsDigest() {
        shelf.tag(MediaTypes.OCI_MANIFEST, image(""));
        assertThat(verify("--policy", "p.yaml")).exitCode(0).stdoutContains(" at sha256:");
        assertThat(server.lines().stream().filter(line -> line.contains("GET /v2/app/manifests")))
                .hasSize(1);
    }

    @Test
    void inspectAgrees() {
        shelf.tag(MediaTypes.OCI_MANIFEST, image(", \"variant\": \"v1\""));
        assertThat(multiarch("inspect", server.host() + "/app:1"))
                .exitCode(0)
                .stdoutContains("is an image of one platform", "linux/amd64 (linux/amd64/v1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci:layout", "oci:layout:1", "oci-archive:layout.tar", "oci-archive:layout.tar:1"})
    void aLayoutMayHoldASingleImage(String name) throws Exception {
        LayoutSample sample = LayoutSample.whole();
        sample.files()
                .put(
                        "index.json",
                        LayoutSample.index(LayoutSample.entry(MediaTypes.OCI_MANIFEST, Sample.MANIFEST, "1")));
        sample.folder(folder.resolve("layout"));
        Files.write(folder.resolve("layout.tar"), sample.tar().bytes());
        assertThat(multiarch("verify-index", name, "--policy", "p.yaml", "--require", "linux/amd64"))
                .exitCode(1)
                .stdoutContains("it is a single image for linux/arm64, expected linux/amd64", "everything is there");
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "application/vnd.cncf.helm.config.v1+json | {} | application/vnd.cncf.helm.chart.content.v1.tar+gzip | a Helm chart",
                "application/vnd.oci.image.config.v1+json | {\"os\": \"\"} | application/vnd.dev.cosign.simplesigning.v1+json | a signature",
                "application/vnd.oci.empty.v1+json | {} | application/spdx+json | an SBOM",
                "application/vnd.buildkit.cacheconfig.v0 | {} | application/vnd.oci.image.layer.v1.tar | a build cache",
                "application/vnd.oci.empty.v1+json | {} | application/x-acme | an artifact of the type \"application/x-acme\"",
            })
    void anArtifactIsNamed(String type, String config, String layer, String name) {
        shelf.tag(MediaTypes.OCI_MANIFEST, manifest(type, config, layer));
        String sentence = "it is " + name + ", not an image that clients run";
        assertThat(verify()).exitCode(3).stdoutContains(sentence + ", so there is nothing to judge");
        assertThat(verify("--require", "linux/amd64"))
                .exitCode(1)
                .stdoutContains(
                        "fail     image.platforms.required [linux/amd64] " + sentence + ", expected linux/amd64");
        assertThat(multiarch("inspect", server.host() + "/app:1")).exitCode(0).stdoutContains("/app:1 is " + name);
        assertThat(multiarch("inspect", server.host() + "/app:1", "--for", "linux/amd64"))
                .exitCode(1)
                .stdoutContains("can't pull it: it is not an image");
    }

    @Test
    void tagsOfArtifactsAreSetAsideAndCounted() {
        String list = "{\"name\": \"app\", \"tags\": [\"v1\", \"chart\", \"chart2\", \"sha256-1.sig\", \"cache\"]}";
        server.on("GET /v2/app/tags/list", Reply.document("application/json", Sample.bytes(list)));
        tag("v1", MediaTypes.OCI_MANIFEST, image(""));
        String chart = manifest("application/vnd.cncf.helm.config.v1+json", "{}", "application/x");
        tag("chart", MediaTypes.OCI_MANIFEST, chart);
        tag("chart2", MediaTypes.OCI_MANIFEST, chart);
        tag(
                "sha256-1.sig",
                MediaTypes.OCI_MANIFEST,
                manifest(MediaTypes.OCI_CONFIG, "{}", "application/vnd.dev.cosign.simplesigning.v1+json"));
        tag(
                "cache",
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(
                        ServedImages.descriptor(LAYER, Sample.LAYER),
                        ServedImages.descriptor("application/vnd.buildkit.cacheconfig.v0", Sample.CONFIG)));
        assertThat(multiarch("verify-index", server.host() + "/app", "--tags", "*", "--policy", "p.yaml"))
                .exitCode(0)
                .stdoutContains(
                        "pass: 1 tag of ",
                        "1 passed, 0 failed, 0 unknown\n",
                        "not judged, because they are not images: 4 of 5 tags (Helm chart: 2, build cache: 1, signature: 1)\n");
        assertThat(multiarch("verify-index", server.host() + "/app", "--tags", "chart*", "--policy", "p.yaml"))
                .exitCode(3)
                .stdoutContains("unknown: 0 tags");
    }

    @Test
    void aBuildCacheInAnIndexIsNamed() {
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(
                        ServedImages.descriptor(LAYER, Sample.LAYER),
                        ServedImages.descriptor("application/vnd.buildkit.cacheconfig.v0", Sample.CONFIG)));
        assertThat(verify())
                .exitCode(3)
                .stdoutContains("it is a build cache, not an image that clients run, so there is nothing to judge");
    }

    private void tag(String name, String type, String json) {
        server.on("GET /v2/app/manifests/" + name, Reply.document(type, Sample.bytes(json)));
    }

    @Test
    void aLayerThatMayNotBeDistributedIsKeptElsewhere() {
        String layer = ServedImages.descriptor(
                        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", Sample.bytes("base of windows"))
                .replaceFirst("}$", ", \"urls\": [\"https://mcr.example/base\"]}");
        String ids = "\"sha256:" + "1".repeat(64) + "\", \"sha256:" + "2".repeat(64) + "\"";
        String rootfs = ", \"rootfs\": {\"type\": \"layers\", \"diff_ids\": [" + ids + "]}";
        shelf.tag(MediaTypes.OCI_MANIFEST, image(rootfs).replace("\"layers\": [", "\"layers\": [" + layer + ", "));
        assertThat(verify("--policy", "p.yaml"))
                .exitCode(0)
                .stdoutContains("kept elsewhere: layer 1, at https://mcr.example/base");
        assertThat(verify())
                .exitCode(3)
                .stdoutContains(
                        "image.elf-machine [linux/amd64] the contents of its layers is unknown: layer 1: it may not be"
                                + " distributed, and the registry does not have it");
    }

    /** An SBOM that a tool put into the index as if it were for Linux. */
    @Test
    void artifactsInAnIndexAreSetAside() {
        String sbom = manifest(MediaTypes.EMPTY, "{}", "application/spdx+json");
        String entry = shelf.manifest(MediaTypes.OCI_MANIFEST, sbom)
                .replaceFirst("}$", ", \"platform\": {\"os\": \"linux\", \"architecture\": \"\"}}");
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64"), entry));
        assertThat(verify("--policy", "p.yaml", "--require", "linux/amd64"))
                .exitCode(0)
                .stdoutContains("artifact SBOM: 1 (not judged, because no client runs it)\n");
        assertThat(verify("--policy", "p.yaml", "--format", "json"))
                .exitCode(0)
                .stdoutContains("\"setAside\"", "\"kind\" : \"SBOM\"");
        assertThat(multiarch("inspect", server.host() + "/app:1"))
                .exitCode(0)
                .stdoutContains("is an index of 1 image\n", "an SBOM, which no client runs: sha256:");
        assertThat(multiarch("inspect", server.host() + "/app:1", "--format", "json"))
                .exitCode(0)
                .stdoutContains("\"setAside\"", "\"type\" : \"application/spdx+json\"");
    }
}
