package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What promote takes, and what it says of what it does not take. */
class PromoteInputsTest extends WithOtherImages {
    private Transcript promote(Digest what, String... more) {
        List<String> words = new ArrayList<>(
                List.of("promote", images.ref("app").with(what).toString(), "--tag", "v1", "--engine", "native"));
        words.addAll(List.of(more));
        return commands.in(folder).run(words.toArray(String[]::new));
    }

    private void hasNoTag() throws Exception {
        assertThat(images.client.resolve(images.ref("app:v1"))).isEmpty();
    }

    private static String[] unjudged(boolean is) {
        return is ? new String[] {"--unjudged", "a test"} : new String[0];
    }

    @ParameterizedTest(name = "unjudged: {0}")
    @ValueSource(booleans = {true, false})
    void anImageOfOnePlatformIsWrongUsage(boolean unjudged) throws Exception {
        Digest image = images.image("app:x", "linux/amd64");
        assertThat(promote(image, unjudged(unjudged)))
                .exitCode(2)
                .stderrContains(
                        "promote moves tags to indexes alone",
                        "an image of one platform",
                        "Fix: make an index of it by multiarch merge --image REPO --from " + images.ref("app") + "@"
                                + image);
        hasNoTag();
    }

    @ParameterizedTest(name = "unjudged: {0}")
    @ValueSource(booleans = {true, false})
    void anIndexThatMergeTakesFromNobodyGetsNoTag(boolean unjudged) throws Exception {
        Digest image = images.image("app:x", "linux/amd64");
        Digest attestations = images.index("app:a", MediaTypes.OCI_INDEX, images.attestation("app", image));
        assertThat(promote(attestations, unjudged(unjudged)))
                .exitCode(1)
                .stderrContains(
                        "holds attestations alone, and no image. No tag was moved. Fix: name an index of images");
        Digest nested = images.index(
                "app:n", MediaTypes.OCI_INDEX, images.entry("app", images.attested("app:i", "linux/amd64"), "", ""));
        assertThat(promote(nested, unjudged(unjudged)))
                .exitCode(1)
                .stderrContains(
                        "holds another index, and which of its images are meant is not clear. No tag was moved");
        assertThat(promote(images.index("app:e", MediaTypes.OCI_INDEX), unjudged(unjudged)))
                .exitCode(1)
                .stderrContains("has no entries. No tag was moved");
        hasNoTag();
    }

    @Test
    void whoInsistsKeepsImmutableTags() throws Exception {
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage: {platforms: {required: [linux/s390x]}}\nimmutable-tags: [\"v*\"]\n");
        Digest first = images.attested("app:i", "linux/amd64");
        Digest second = images.attested("app:j", "linux/arm64");
        assertThat(promote(first, "--unjudged", "why", "--policy", "p.yaml"))
                .exitCode(0)
                .stdoutContains("not judged: why\nof p only immutable-tags counted, as nothing was judged\n");
        assertThat(promote(second, "--unjudged", "why", "--policy", "p.yaml", "--allow-older"))
                .exitCode(1)
                .stderrContains(
                        "app:v1 is immutable (immutable-tags in policy p): it points to " + first,
                        "the candidate is " + second);
        assertThat(images.digest("app:v1")).isEqualTo(first);
        assertThat(promote(second, "--unjudged", "why", "--allow-older")).exitCode(0);
    }

    @Test
    void aReasonIsShortAndOfOneLine() throws Exception {
        Digest index = images.attested("app:i", "linux/amd64");
        assertThat(promote(index, "--unjudged", "x".repeat(1001)))
                .exitCode(2)
                .stderrContains("--unjudged: the reason has 1001 characters, expected at most 1000. Fix: ");
        hasNoTag();
        assertThat(promote(index, "--unjudged", " two\n lines ", "--records", "records"))
                .exitCode(0)
                .stdoutContains("not judged: two lines\n");
        assertThat(promote(index, "--unjudged", "again", "--records", "records"))
                .exitCode(0);
    }

    @Test
    void aVerdictThatWasGivenIsReported() throws Exception {
        Digest index = images.attested("app:i", "linux/amd64");
        assertThat(commands.in(folder).run("verify-index", images.ref("app") + "@" + index, "--report", "json=v.json"))
                .exitCode(0);
        assertThat(promote(index, "--verdict", "v.json", "--report", "markdown=r.md,json=again.json"))
                .exitCode(0);
        assertThat(folder.resolve("r.md")).content().contains("v1 points to it now");
        assertThat(folder.resolve("again.json")).content().contains("\"digest\" : \"" + index + "\"");
    }
}
