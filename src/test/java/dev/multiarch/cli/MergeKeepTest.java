package dev.multiarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.JsonElements;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An index that is there changes for some platforms, and for the others not by a byte. */
class MergeKeepTest extends WithOtherImages {
    private Transcript merge(String... words) {
        List<String> all = new ArrayList<>(List.of("merge", "--tag", "1", "--engine", "native"));
        for (String word : words) {
            all.add(word.startsWith("@") ? images.ref(word.substring(1)).toString() : word);
        }
        return commands.in(folder).run(all.toArray(String[]::new));
    }

    private Transcript alone(String... words) {
        List<String> all = new ArrayList<>(List.of("--image", images.ref("app").name()));
        all.addAll(List.of(words));
        return merge(all.toArray(String[]::new));
    }

    private List<String> entries(String name) throws Exception {
        return JsonElements.of(images.client.manifest(images.ref(name)).bytes(), "manifests");
    }

    @Test
    void aNightlyBuildOfOnePlatformKeepsTheOthersByteForByte() throws Exception {
        images.attested("app:1", "linux/amd64", "linux/arm64", "linux/s390x");
        List<String> before = entries("app:1");
        images.planned(folder, "nightly", "linux/arm64");
        assertThat(merge("--keep-from", "@app:1"))
                .exitCode(0)
                .stderrContains("linux/amd64 (kept from ", "linux/arm64 (built)", "linux/s390x (kept from ");
        assertThat(platforms()).containsExactly("linux/amd64", "linux/arm64", "linux/s390x");
        List<String> after = entries("app:1");
        assertThat(after).hasSize(5).contains(before.get(0), before.get(1), before.get(4), before.get(5));
        assertThat(after.get(2)).contains("dev.multiarch.build.emulated");
    }

    @Test
    void whatNobodyKnowsStaysAsItIsWritten() throws Exception {
        Digest image = images.image("app:i", "linux/amd64");
        String odd =
                images.entry("app", image, "linux/amd64", ",\"zz\" : { \"b\":1e2, \"a\":\"\\u003c/\"} , \"urls\":[ ]");
        images.index("app:1", MediaTypes.OCI_INDEX, odd);
        images.image("app:arm64", "linux/arm64");
        assertThat(alone("--append", "--from", "@app:arm64")).exitCode(0);
        assertThat(entries("app:1")).hasSize(2).startsWith(odd);
    }

    @Test
    void anIndexOfAnotherRepositoryIsKeptToo() throws Exception {
        images.attested("far/old:1", "linux/amd64", "linux/arm64");
        images.planned(folder, "p", "linux/arm64");
        assertThat(merge("--keep-from", "@far/old:1")).exitCode(0);
        assertThat(platforms()).containsExactly("linux/amd64", "linux/arm64");
        assertThat(entries("app:1").subList(0, 2))
                .isEqualTo(entries("far/old:1").subList(0, 2));
    }

    @Test
    void aPlatformIsAdded() throws Exception {
        images.attested("app:1", "linux/amd64");
        images.image("far/s390x:1", "linux/s390x");
        assertThat(alone("--append", "--from", "@far/s390x:1")).exitCode(0);
        assertThat(platforms()).containsExactly("linux/amd64", "linux/s390x");
        assertThat(alone("--append", "--from", "@far/s390x:1")).exitCode(0).stdoutContains("nothing has changed");
    }

    @Test
    void aPlatformThatIsThereIsNotReplacedByAdding() throws Exception {
        images.attested("app:1", "linux/amd64");
        Digest before = images.digest("app:1");
        images.image("app:other", "linux/amd64");
        assertThat(alone("--append", "--from", "@app:other"))
                .exitCode(1)
                .stderrContains(
                        "linux/amd64: " + images.ref("app:1") + " has it already",
                        "Fix: replace it by --keep-from " + images.ref("app:1") + " instead of --append");
        assertThat(images.digest("app:1")).isEqualTo(before);
        assertThat(alone("--keep-from", "@app:1", "--from", "@app:other")).exitCode(0);
        assertThat(entries("app:1")).hasSize(1);
    }

    @Test
    void aPlatformIsLeftOut() throws Exception {
        images.attested("app:1", "linux/amd64", "linux/s390x");
        List<String> before = entries("app:1");
        assertThat(alone("--append", "--remove", "linux/s390x")).exitCode(0);
        assertThat(entries("app:1")).isEqualTo(before.subList(0, 2));
    }

    @Test
    void theOrderIsChanged() throws Exception {
        images.attested("app:1", "linux/amd64", "linux/arm64", "linux/s390x");
        List<String> before = entries("app:1");
        assertThat(alone("--append", "--order", "linux/s390x,linux/arm64")).exitCode(0);
        assertThat(platforms()).containsExactly("linux/s390x", "linux/arm64", "linux/amd64");
        assertThat(entries("app:1")).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void legsOfAPlanAndOthersAreOneIndex() throws Exception {
        images.planned(folder, "p", "linux/amd64");
        images.attested("far/x:1", "linux/arm64");
        assertThat(merge("--from", "@far/x:1"))
                .exitCode(0)
                .stderrContains(
                        "resolving 1 legs", "linux/amd64 (built), linux/arm64 (from " + images.ref("far/x:1") + ")");
        assertThat(images.text("app:1")).contains("\"dev.multiarch.plan\": \"p\"");
    }

    private void annotated(String name, String platform) throws Exception {
        images.attested(name, platform);
        String more = ",\"annotations\":{\"dev.multiarch.plan\":\"other\",\"org.opencontainers.image.created\":"
                + "\"2026-01-01T00:00:00Z\",\"org.opencontainers.image.revision\":\"abc\",\"org.example.x\":\"kept\"}}";
        String index = images.text(name).replaceFirst("}$", "") + more;
        images.client.pusher().manifest(images.ref(name), MediaTypes.OCI_INDEX, index.getBytes(UTF_8));
    }

    @Test
    void whatTheIndexSaysOfItselfIsKeptToo() throws Exception {
        annotated("app:1", "linux/amd64");
        images.image("far/s390x:1", "linux/s390x");
        assertThat(alone("--append", "--from", "@far/s390x:1")).exitCode(0).stderrDoesNotContain("left out");
        assertThat(images.text("app:1"))
                .contains("\"org.example.x\": \"kept\"", "\"org.opencontainers.image.revision\": \"abc\"")
                .doesNotContain("\"other\"", "2026-01-01");
    }

    @Test
    void legsOfAnotherCommitDoNotGetTheRevisionOfWhatIsKept() throws Exception {
        annotated("app:1", "linux/amd64");
        images.planned(folder, "p", "linux/arm64");
        assertThat(merge("--keep-from", "@app:1"))
                .exitCode(0)
                .stderrContains("annotations of the index whose images are kept are left out, as they are of another"
                        + " commit: org.opencontainers.image.revision");
        assertThat(images.text("app:1"))
                .contains("\"org.example.x\": \"kept\"", "\"dev.multiarch.plan\": \"p\"")
                .doesNotContain("abc");
    }

    @Test
    void aTagThatMovesWhileItsImagesAreKeptStays() throws Exception {
        images.attested("app:1", "linux/amd64");
        images.image("app:arm64", "linux/arm64");
        images.once("HEAD /v2/app/manifests/1", () -> images.attested("app:1", "linux/amd64", "linux/riscv64"));
        assertThat(alone("--append", "--from", "@app:arm64"))
                .exitCode(1)
                .stdoutContains("pass: ", "the candidate ")
                .stderrContains("Its images were to be kept: no tag was moved. Fix: merge again");
        assertThat(platforms()).containsExactly("linux/amd64", "linux/riscv64");
        assertThat(alone("--append", "--from", "@app:arm64")).exitCode(0);
        assertThat(platforms()).containsExactly("linux/amd64", "linux/riscv64", "linux/arm64");
    }

    @Test
    void aSourceThatMovesMeanwhileIsSaid() throws Exception {
        Digest first = images.image("app:x", "linux/arm64");
        images.once("HEAD /v2/app/manifests/x", () -> images.attested("app:x", "linux/arm64"));
        assertThat(alone("--from", "@app:x"))
                .exitCode(0)
                .stderrContains(
                        "warning: " + images.ref("app:x") + " pointed to " + first + " when it was read, and now");
        assertThat(entries("app:1").get(0)).contains(first.toString());
    }
}
