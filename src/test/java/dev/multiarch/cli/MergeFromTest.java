package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.Referrers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An index takes images that others made, from whichever repository, whole or one platform at a time. */
class MergeFromTest extends WithOtherImages {
    /** @param words {@code @app:1} means the reference of that name */
    private Transcript merge(String... words) {
        List<String> all = new ArrayList<>(
                List.of("merge", "--image", images.ref("app").name(), "--tag", "1", "--engine", "native"));
        for (String word : words) {
            int at = word.startsWith("@") ? 0 : word.indexOf("=@") + 1;
            all.add(!word.startsWith("@", at) ? word : word.substring(0, at) + images.ref(word.substring(at + 1)));
        }
        return commands.in(folder).run(all.toArray(String[]::new));
    }

    private List<Digest> digests() throws Exception {
        return Index.parse(images.client.manifest(images.ref("app:1")).bytes(), "app:1").manifests().stream()
                .map(entry -> entry.digest())
                .toList();
    }

    @Test
    void tagsOfOnePlatformEach() throws Exception {
        Digest amd64 = images.image("app:1-amd64", "linux/amd64");
        Digest arm64 = images.image("app:1-arm64", "linux/arm64");
        assertThat(merge("--from", "@app:1-amd64", "--from", "@app:1-arm64"))
                .exitCode(0)
                .stdoutContains("pass: ", "/app:1 now points to ")
                .stderrContains("the index will contain linux/amd64 (from ")
                .stderrDoesNotContain("copying");
        assertThat(digests()).containsExactly(amd64, arm64);
    }

    @Test
    void accountsOfOneArchitectureEach() throws Exception {
        images.image("amd64/alpine:3.17", "linux/amd64");
        images.image("far/arm32v6/alpine:3.17", "linux/arm/v6");
        images.dockerImage("arm64v8/alpine:3.17", "linux/arm64/v8");
        assertThat(merge(
                        "--from",
                        "@amd64/alpine:3.17",
                        "--from",
                        "@far/arm32v6/alpine:3.17",
                        "--from",
                        "@arm64v8/alpine:3.17"))
                .exitCode(0)
                .stderrContains("blobs: 1 sent (1 KiB), 3 mounted");
        assertThat(platforms()).containsExactly("linux/amd64", "linux/arm/v6", "linux/arm64");
    }

    @Test
    void aWholeIndexWithItsAttestations() throws Exception {
        images.attested("far/app:1", "linux/amd64", "linux/arm64", "linux/s390x");
        assertThat(merge("--from", "@far/app:1")).exitCode(0);
        assertThat(platforms()).containsExactly("linux/amd64", "linux/arm64", "linux/s390x");
        assertThat(digests()).hasSize(6);
    }

    @Test
    void onePlatformOfAnIndexAndAnotherOfAnother() throws Exception {
        images.attested("one:1", "linux/amd64", "linux/arm64");
        images.attested("two:1", "linux/amd64", "linux/arm64");
        assertThat(merge("--from", "linux/arm64=@two:1", "--from", "linux/amd64=@one:1", "--order", "linux/amd64"))
                .exitCode(0);
        assertThat(digests())
                .hasSize(4)
                .contains(images.digest("one:1-linux-amd64"), images.digest("two:1-linux-arm64"));
        assertThat(platforms()).containsExactly("linux/amd64", "linux/arm64");
    }

    @Test
    void whatDockerManifestAndBuildahManifestMake() throws Exception {
        Digest docker = images.dockerImage("app:d-amd64", "linux/amd64");
        images.index("app:docker", MediaTypes.DOCKER_INDEX, images.entry("app", docker, "linux/amd64", ""));
        Digest buildah = images.image("far/b:arm64", "linux/arm64/v8");
        images.index("far/b:1", MediaTypes.DOCKER_INDEX, images.entry("far/b", buildah, "linux/arm64/v8", ""));
        assertThat(merge("--from", "@app:docker", "--from", "@far/b:1")).exitCode(0);
        assertThat(digests()).containsExactly(docker, buildah);
        assertThat(platforms()).containsExactly("linux/amd64", "linux/arm64/v8");
        assertThat(images.text("app:1")).contains(MediaTypes.OCI_INDEX);
    }

    @Test
    void dockerImagesAloneMakeADockerList() throws Exception {
        images.dockerImage("app:1-amd64", "linux/amd64");
        assertThat(merge("--from", "@app:1-amd64")).exitCode(0);
        assertThat(images.text("app:1")).contains(MediaTypes.DOCKER_INDEX).doesNotContain("annotations");
    }

    @Test
    void aDigest() throws Exception {
        Digest image = images.image("other:1", "linux/amd64");
        assertThat(merge("--from", images.ref("other").with(image).toString())).exitCode(0);
        assertThat(digests()).containsExactly(image);
    }

    @Test
    void anEntryWithoutAPlatformGetsThatOfItsConfig() throws Exception {
        Digest image = images.image("far/x:i", "linux/riscv64");
        images.index("far/x:1", MediaTypes.OCI_INDEX, images.entry("far/x", image, "", ""));
        assertThat(merge("--from", "@far/x:1")).exitCode(0);
        assertThat(platforms()).containsExactly("linux/riscv64");
    }

    @Test
    void oneImageThatTwoSourcesNameIsOneEntryWithTheAttestationsOfBoth() throws Exception {
        images.attested("app:x", "linux/amd64");
        assertThat(merge("--from", "@app:x-linux-amd64", "--from", "@app:x")).exitCode(0);
        assertThat(digests()).hasSize(2).startsWith(images.digest("app:x-linux-amd64"));
    }

    @Test
    void factsThatOthersWroteAreNotCarriedOver() throws Exception {
        Digest image = images.image("far/x:i", "linux/amd64");
        String claims = ", \"annotations\": {\"dev.multiarch.build.emulated\": \"false\", \"kept\": \"1\"}";
        images.index("far/x:1", MediaTypes.OCI_INDEX, images.entry("far/x", image, "linux/amd64", claims));
        assertThat(merge("--from", "@far/x:1"))
                .exitCode(0)
                .stderrContains("annotations dev.multiarch.* of 1 entries are left out");
        assertThat(images.text("app:1")).contains("\"kept\": \"1\"").doesNotContain("build.emulated");
    }

    @Test
    void signaturesComeAlong() throws Exception {
        images.image("far/x:1", "linux/amd64");
        Digest signature = images.signature("far/x:1");
        assertThat(merge("--from", "@far/x:1")).exitCode(0);
        assertThat(new Referrers(images.client)
                        .of(images.ref("app").with(images.digest("far/x:1")))
                        .entries())
                .extracting(entry -> entry.digest())
                .containsExactly(signature);
    }

    @Test
    void aSecondCallCopiesNothingAndMovesNothing() throws Exception {
        images.attested("far/app:1", "linux/amd64");
        assertThat(merge("--from", "@far/app:1")).exitCode(0);
        images.lines();
        assertThat(merge("--from", "@far/app:1"))
                .exitCode(0)
                .stdoutContains("the images are the same", "nothing has changed");
        assertThat(images.lines()).noneMatch(line -> line.startsWith("POST"));
    }

    @Test
    void aPolicyJudgesThemAsItJudgesLegs() throws Exception {
        images.image("far/x:1", "linux/amd64");
        assertThat(merge("--from", "@far/x:1", "--require", "linux/arm64"))
                .exitCode(1)
                .stdoutContains("image.platforms.required [linux/arm64]", "no tag was moved");
        assertThat(images.client.resolve(images.ref("app:1"))).isEmpty();
    }

    @Test
    void theAnswerForProgramsNamesTheSources() throws Exception {
        Digest index = images.attested("far/x:1", "linux/amd64");
        assertThat(merge("--from", "@far/x:1", "--format", "json"))
                .exitCode(0)
                .stdoutContains(
                        "\"sources\" : [",
                        "\"name\" : \"" + images.ref("far/x:1") + "\"",
                        "\"digest\" : \"" + index + "\"");
    }
}
