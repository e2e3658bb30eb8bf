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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every form of index that is legal, and some that are not, as a user meets them. */
class IndexFormsTest {
    private static final String POLICY = """
            apiVersion: multiarch/v1
            kind: Policy
            name: forms
            image:
              platforms: {required: [linux/amd64, linux/arm64], unique: true}
              config-match: true
              blobs-exist: true
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);
    private String amd64;
    private String arm64;

    @BeforeEach
    void images() throws Exception {
        Files.writeString(folder.resolve("forms.yaml"), POLICY);
        amd64 = ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64");
        arm64 = ServedImages.on(shelf.image("linux", "arm64"), "linux/arm64");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void fieldsThatNobodyKnowsAreLetBe() {
        String more = ServedImages.indexOf(
                        arm64, amd64.replaceFirst("\\{", "{\"artifactType\": \"a/b\", \"future\": [{}], "))
                .replaceFirst("\\{", "{\"artifactType\": \"x/y\", \"subject\": " + arm64 + ", \"future\": 1, ");
        shelf.tag(MediaTypes.OCI_INDEX, more);
        verify(0);
    }

    @Test
    void aDockerListWithOciImagesIsRead() {
        shelf.tag(
                MediaTypes.DOCKER_INDEX,
                ServedImages.indexOf(arm64, amd64).replace(MediaTypes.OCI_INDEX, MediaTypes.DOCKER_INDEX));
        verify(0);
    }

    @Test
    void aNestedIndexIsLookedInto() {
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(amd64, shelf.index(arm64)));
        verify(0);
    }

    @Test
    void aNestedIndexThatIsMissingIsUnknown() {
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(amd64, ServedImages.descriptor(MediaTypes.OCI_INDEX, Sample.bytes("gone"))));
        assertThat(verify())
                .exitCode(3)
                .stdoutContains("is an index inside the index, which could not be read: ", "404");
    }

    @Test
    void aNestedIndexBeyondALimitNamesTheLimit() {
        String third = shelf.index(shelf.index(shelf.index(amd64)));
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(shelf.index(third), shelf.index()));
        assertThat(verify())
                .exitCode(3)
                .stdoutContains(
                        "could not be read: indexes are looked into up to 3 levels deep.",
                        "could not be read: it has no entries.");
    }

    @Test
    void aSparseIndexLacksWhatItNames() {
        String gone =
                ServedImages.on(ServedImages.descriptor(MediaTypes.OCI_MANIFEST, Sample.bytes("gone")), "linux/arm64");
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(amd64, gone));
        assertThat(verify())
                .exitCode(1)
                .stdoutContains("the registry lacks manifest " + Digest.of(Sample.bytes("gone")));
    }

    @Test
    void anUnknownTypeIsNoErrorAndNoImage() {
        String wasm = ServedImages.on(ServedImages.descriptor("application/wasm", Sample.bytes("wasm")), "linux/arm64");
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(amd64, wasm));
        assertThat(verify()).exitCode(3).stdoutContains("is of the unknown media type \"application/wasm\"");
    }

    @Test
    void aThousandEntriesAreRead() {
        List<String> entries = new ArrayList<>(List.of(amd64, arm64));
        for (int i = entries.size(); i < 1000; i++) {
            entries.add(ServedImages.on(shelf.image("linux", "cpu" + i), "linux/cpu" + i));
        }
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(entries.toArray(String[]::new)));
        verify(0);
        assertThat(server.received()).hasSize(1 + 2 * 1000 + 1 + 1); // a layer that all share, the tag at the end
    }

    @Test
    void dockersFirstSchemaIsRefusedByItsName() {
        shelf.tag(
                "application/vnd.docker.distribution.manifest.v1+prettyjws",
                "{\"schemaVersion\": 1, \"name\": \"app\", \"tag\": \"1\", \"architecture\": \"amd64\", \"fsLayers\": []}");
        assertThat(verify())
                .exitCode(1)
                .stdoutContains(
                        "it is an image in Docker's schema 1, which current clients do not pull, expected linux/amd64");
        assertThat(commands.in(folder).run("verify-index", server.host() + "/app:1"))
                .exitCode(3)
                .stdoutContains(
                        "it is an image in Docker's schema 1, which current clients do not pull, so there is nothing");
    }

    @Test
    void anIndexThatCallsItselfAnImageIsRefused() {
        shelf.tag(
                "application/octet-stream",
                ServedImages.indexOf(amd64, arm64).replace(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST));
        assertThat(verify())
                .exitCode(1)
                .stdoutContains(
                        "its manifest is refused",
                        "mediaType: expected an index's, found \"" + MediaTypes.OCI_MANIFEST);
    }

    @Test
    void aTagThatMovesMeanwhileIsToldAndTheDigestJudgedNamed() {
        String index = ServedImages.indexOf(amd64, arm64);
        shelf.tag(MediaTypes.OCI_INDEX, index);
        Digest other = Digest.of(Sample.bytes("other"));
        server.on("HEAD /v2/app/manifests/1", Reply.status(200).with("Docker-Content-Digest", other.toString()));
        Digest judged = Digest.of(Sample.bytes(index));
        assertThat(verify())
                .exitCode(0)
                .stdoutContains(judged.toString())
                .stderrContains("moved while it was judged: the verdict is on " + judged, "it now points to " + other);
    }

    @Test
    void anIndexOfNothingNeverPasses() {
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf());
        assertThat(verify()).exitCode(1).stdoutContains("fail     image.platforms.required");
    }

    private void verify(int expected) {
        assertThat(verify()).exitCode(expected).stdoutContains("image.platforms.required");
    }

    private Transcript verify() {
        return commands.in(folder).run("verify-index", server.host() + "/app:1", "--policy", "forms.yaml");
    }
}
