package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who insists on an image that nobody judged, or that failed, leaves the reason with it. */
class InsistIT extends SignedProject {
    /** The tags move, and anyone who has the image finds who wanted that and why; it is never taken for a verdict. */
    @Test
    void theReasonOfWhoInsistsIsAttachedAndGoesAlong() throws IOException {
        project.file(
                "verdict.yaml",
                "apiVersion: multiarch/v1\nkind: Policy\nname: v\nimage: {verdict: {key: cosign.pub}}\n");
        line.tagged("linux/amd64");
        String index = image + "@" + line.digest("1.0");
        assertThat(insisting(index, "2"))
                .exitCode(0)
                .stderrContains("attached to " + index + " that it is published unjudged, with the key sha256:");
        assertThat(insisting(index, "2")).exitCode(0);
        assertThat(attested(index, "urn:dev.multiarch:unjudged:v1"))
                .hasSize(1)
                .first()
                .asString()
                .contains("\"by\":", "\"reason\":\"rollback, it's incident 42\"", "\"tags\":[\"" + image + ":2\"]");
        assertThat(judged(index))
                .exitCode(1)
                .stdoutContains("has no verdict: it was published unjudged at 2", "reason: rollback, it's incident 42");
        assertThat(here.run("verify-index", index, "--require", "linux/s390x", "--report", "json=bad.json"))
                .exitCode(1);
        for (String other : others) {
            assertThat(insisting(index, other + ":3", "--verdict", "bad.json"))
                    .exitCode(0)
                    .stderrContains("attached the verdict FAILED to " + index)
                    .stdoutContains("insisted against the verdict fail in bad.json");
            assertThat(judged(other + ":3"))
                    .exitCode(1)
                    .stdoutContains("has the verdict FAILED of 2", "It was published unjudged at 2");
        }
        assertThat(attested(index, "https://slsa.dev/verification_summary/v1")).hasSize(1);
    }

    private Transcript insisting(String index, String tag, String... more) {
        var words =
                new ArrayList<>(List.of("promote", index, "--tag", tag, "--unjudged", "rollback, it's incident 42"));
        words.addAll(List.of("--attest", "--key", "cosign.key", "--signing-config", "none.json"));
        words.addAll(List.of(more));
        return here.run(words.toArray(String[]::new));
    }

    /** The statements of a type, as the real cosign verifies them. */
    private List<String> attested(String index, String type) {
        String envelopes = run(
                "cosign", "verify-attestation", "--key", "cosign.pub", "--insecure-ignore-tlog", "--type", type, index);
        return envelopes
                .lines()
                .filter(envelope -> envelope.startsWith("{"))
                .map(envelope -> envelope.replaceFirst(".*\"payload\":\"([^\"]*)\".*", "$1"))
                .map(payload -> new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8))
                .toList();
    }

    private Transcript judged(String ref) {
        return here.run("verify-index", ref, "--policy", "verdict.yaml");
    }
}
