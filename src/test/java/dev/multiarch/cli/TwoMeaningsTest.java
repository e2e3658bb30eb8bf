package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that clients read in different ways, under a policy that lets everything pass that is unknown. */
class TwoMeaningsTest {
    private static final String POLICY = "apiVersion: multiarch/v1\nkind: Policy\nname: lax\n"
            + "image: {config-match: true, blobs-exist: true, consistency: true, platforms: {unique: true}}\n"
            + "rules: {image.config-match: {on-unknown: pass}, image.consistency: {on-unknown: pass},"
            + " image.blobs-exist: {on-unknown: pass}, image.platforms.unique: {on-unknown: pass}}\n";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);

    @BeforeEach
    void policy() throws Exception {
        Files.writeString(folder.resolve("lax.yaml"), POLICY);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Transcript verify() {
        return commands.in(folder).run("verify-index", server.host() + "/app:1", "--policy", "lax.yaml");
    }

    /** A single image with more members in its config. */
    private void image(String more) {
        byte[] config = Sample.bytes("{\"os\": \"linux\", \"architecture\": \"amd64\", " + more + "}");
        server.on("GET /v2/app/blobs/" + Digest.of(config), Reply.document("application/octet-stream", config))
                .on("HEAD /v2/app/blobs/" + Digest.of(Sample.LAYER), Reply.status(200));
        shelf.tag(
                MediaTypes.OCI_MANIFEST,
                "{\"schemaVersion\": 2, \"config\": " + ServedImages.descriptor(MediaTypes.OCI_CONFIG, config)
                        + ", \"layers\": ["
                        + ServedImages.descriptor("application/vnd.oci.image.layer.v1.tar", Sample.LAYER) + "]}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "another case alone | \"config\": {\"entrypoint\": [\"/evil\"]} | config.entrypoint",
                "another case next to an empty config | \"config\": {}, \"Config\": {\"Env\": [\"LD_PRELOAD=/evil.so\"]} | Config",
                "another case that empties it | \"config\": {\"Cmd\": [\"/app\"], \"cmd\": null} | config.cmd",
                "a long s | \"o\u017f\": \"windows\" | o\u017f",
                "a Kelvin sign | \"config\": {\"Wor\u212aingDir\": \"/evil\"} | config.Wor\u212aingDir",
                "twice | \"os\": \"windows\" | Duplicate field 'os'",
            })
    void aConfigWithTwoMeaningsFailsWhateverThePolicySaysOfUnknown(String name, String member, String place) {
        image(member);
        assertThat(verify())
                .exitCode(1)
                .stdoutContains("fail     image.config-match its config is refused: config sha256:", place);
    }

    @Test
    void membersThatNobodyReadsMayBeSpeltAnyWay() {
        String more =
                ", \"Foo\": 1, \"foo\": 2, \"config\": {\"Labels\": {\"A\": \"1\", \"a\": \"2\"}, \"x\": 1, \"X\": 2}";
        image(more);
        assertThat(verify()).exitCode(0);
    }

    /** No rule passes by the half that it reads. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "platforms: {unique: true}",
                "platforms: {forbidden: [linux/arm64]}",
                "platforms: {allowed: [linux/amd64]}",
                "platforms: {required: [linux/amd64]}",
                "annotations: {a: {present: false}}",
                "size: {max-layers: 40}",
                "media-types: {mixed: false}",
                "attestations: {provenance: optional}",
            })
    void eachRuleAloneRefusesSuchAnIndex(String rule) throws Exception {
        Files.writeString(
                folder.resolve("lax.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: lax\nimage: {" + rule + "}\n");
        String index = ServedImages.indexOf(ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64"));
        shelf.tag(
                MediaTypes.OCI_INDEX,
                index.replace(
                        "\"platform\":",
                        "\"Platform\": {\"os\": \"linux\", \"architecture\": \"arm64\"}, \"platform\":"));
        assertThat(verify()).exitCode(1).stdoutContains("its manifest is refused: ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a second list of entries | {\"schemaVersion\" | {\"Manifests\": [], \"schemaVersion\" | Manifests: programs in Go",
                "a second platform | \"platform\": | \"PLATFORM\": null, \"platform\": | manifests[0].PLATFORM: programs in Go",
                "an index and an image | {\"schemaVersion\" | {\"layers\": [], \"schemaVersion\" | is next to \"layers\"",
                "a subject in another case | {\"schemaVersion\" | {\"Subject\": {}, \"schemaVersion\" | Subject: programs in Go",
                "entries twice | {\"schemaVersion\" | {\"manifests\": [], \"schemaVersion\" | Duplicate field 'manifests'",
            })
    void anIndexWithTwoMeaningsFails(String name, String from, String to, String words) {
        String index = ServedImages.indexOf(ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64"));
        shelf.tag(MediaTypes.OCI_INDEX, index.replace(from, to));
        assertThat(verify()).exitCode(1).stdoutContains("its manifest is refused: ", words);
    }
}
