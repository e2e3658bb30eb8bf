package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.embedded.Quirk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A merge and a promotion find out by themselves what a registry wants. */
class QuirkyRegistryTest extends WithOtherImages {
    @BeforeEach
    void plan() throws Exception {
        images.planned(folder, "p", "linux/amd64", "linux/arm64");
    }

    private Transcript run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--engine", "native"));
        return commands.in(folder).run(all.toArray(String[]::new));
    }

    private List<String> candidates(String repository) throws Exception {
        return images.client.tags(images.ref(repository)).stream()
                .filter(tag -> tag.startsWith("multiarch-candidate-"))
                .toList();
    }

    @Test
    void anIndexThatNeedsATagGetsOneOfItsOwn() throws Exception {
        images.server.with(Quirk.NO_UNTAGGED_INDEX);
        assertThat(run("merge", "--tag", "1"))
                .exitCode(0)
                .stdoutContains("app:1 now points to sha256:")
                .stderrContains(
                        "takes no index without a tag",
                        "an index needs a tag",
                        "multiarch-candidate-",
                        "That tag stays");
        assertThat(platforms()).containsExactly("linux/amd64", "linux/arm64");
        assertThat(candidates("app"))
                .singleElement()
                .satisfies(tag -> assertThat(images.digest("app:" + tag)).isEqualTo(images.digest("app:1")));
    }

    /** What a registry accepts and then does not have is not a candidate. */
    @Test
    void oneThatIsForgottenIsAFailure() throws Exception {
        images.server.with(Quirk.FORGETS_UNTAGGED);
        assertThat(run("merge", "--tag", "1"))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrContains("was pushed, but the registry has nothing there", "multiarch doctor --registry");
        assertThat(images.client.tags(images.ref("app"))).isEmpty();
    }

    /** The tags stay where they are until the verdict, as everywhere. */
    @Test
    void oneThatDoesNotPassGetsNoOtherTag() throws Exception {
        images.server.with(Quirk.NO_UNTAGGED_INDEX);
        assertThat(run("merge", "--tag", "1", "--require", "linux/s390x"))
                .exitCode(1)
                .stdoutContains("linux/s390x");
        assertThat(images.client.tags(images.ref("app"))).doesNotContain("1");
        assertThat(candidates("app")).hasSize(1);
    }

    @Test
    void theSameMergeAgainNeedsNothingMoreWhereTagsAreImmutable() throws Exception {
        images.server.with(Quirk.NO_UNTAGGED_INDEX, Quirk.IMMUTABLE_TAGS);
        assertThat(run("merge", "--no-promote")).exitCode(0);
        assertThat(run("merge", "--no-promote")).exitCode(0).stderrContains("takes no index without a tag");
    }

    @Test
    void aPromotionToAnotherRepositoryFindsItOutToo() throws Exception {
        images.far.with(Quirk.NO_UNTAGGED_INDEX);
        assertThat(run("merge", "--tag", "1")).exitCode(0);
        String there = images.ref("far/app:1").toString();
        assertThat(run("promote", images.ref("app").name() + "@" + images.digest("app:1"), "--tag", there))
                .exitCode(0)
                .stderrContains("takes no index without a tag");
        assertThat(images.digest("far/app:1")).isEqualTo(images.digest("app:1"));
        assertThat(candidates("far/app")).hasSize(1);
    }

    /** Another reason is said as it is, and leaves no tag behind. */
    @Test
    void whatIsRefusedUnderATagTooIsRefused() throws Exception {
        images.server.with(Quirk.NO_DOCKER_LIST);
        images.dockerImage("app:a", "linux/amd64");
        images.dockerImage("app:b", "linux/arm64");
        String from = images.ref("app:a") + "," + images.ref("app:b");
        assertThat(commands.in(Files.createDirectories(folder.resolve("unplanned")))
                        .run("merge", "--image", images.ref("app").name(), "--tag", "2", "--from", from))
                .exitCode(3)
                .stderrContains("400 MANIFEST_INVALID \"unsupported media type")
                .stdoutIsEmpty();
        assertThat(candidates("app")).isEmpty();
    }

    @Test
    void nobodysTagMayHaveThatName() {
        assertThat(run("merge", "--tag", "multiarch-candidate-0123456789abcdef"))
                .exitCode(2)
                .stderrContains("keep signatures, other referrers, intents or candidates");
    }

    /** What refers to an image comes behind it, whatever the order in which others list them. */
    @Test
    void aSubjectComesFirst() throws Exception {
        images.far.with(Quirk.SUBJECT_FIRST);
        Digest image = images.image("app:single", "linux/amd64");
        Digest attestation = attestation(image);
        images.index(
                "app:attested",
                MediaTypes.OCI_INDEX,
                images.entry("app", attestation, "unknown/unknown", ""),
                images.entry("app", image, "linux/amd64", ""));
        String there = images.ref("far/app:1").toString();
        assertThat(run("promote", images.ref("app").name() + "@" + images.digest("app:attested"), "--tag", there))
                .exitCode(0);
        List<String> pushed = images.farLines().stream()
                .filter(line -> line.startsWith("PUT /v2/app/manifests/"))
                .map(line -> line.replaceFirst(".*/", ""))
                .toList();
        assertThat(pushed)
                .containsSubsequence(
                        image.toString(),
                        attestation.toString(),
                        images.digest("app:attested").toString());
    }

    /** An attestation as BuildKit 0.32 writes it: an artifact that refers to its image. */
    private Digest attestation(Digest image) throws Exception {
        Digest empty = images.client.pusher().blob(images.ref("app"), "{}".getBytes(StandardCharsets.UTF_8));
        String blob = "{\"mediaType\":\"" + MediaTypes.EMPTY + "\",\"digest\":\"" + empty + "\",\"size\":2}";
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"artifactType\":"
                        + "\"application/vnd.docker.attestation.manifest.v1+json\",\"config\":" + blob
                        + ",\"layers\":[" + blob + "],\"subject\":" + images.entry("app", image, "", "") + "}")
                .getBytes(StandardCharsets.UTF_8);
        images.client.pusher().manifest(images.ref("app:attestation"), MediaTypes.OCI_MANIFEST, manifest);
        return Digest.of(manifest);
    }
}
