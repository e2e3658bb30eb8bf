package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.registry.embedded.Quirk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A signed image goes to a registry that is older than OCI 1.1, and to one that refuses one signature of many. */
class SubjectsRefusedTest extends WithCosign {
    private EmbeddedRegistry other;
    private String there;

    @BeforeEach
    void startOther() throws IOException {
        other = EmbeddedRegistry.start();
        there = other.host() + "/app";
    }

    @AfterEach
    void closeOther() {
        other.close();
    }

    private Transcript copied(String... more) {
        String[] words = {
            "promote", image.image.toString(), "--tag", there + ":2", "--require", "linux/arm64", "--engine", "native"
        };
        String[] all = new String[words.length + more.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return commands.in(folder)
                .with("PATH", programs.folder() + ":" + System.getenv("PATH"))
                .run(all);
    }

    private boolean has(String reference) throws Exception {
        return image.client.resolve(Reference.parse(there + ":" + reference)).isPresent();
    }

    /** By its digest, and under the tag that is tried after that. */
    private void failing(Digest subject, Fault fault) throws Exception {
        Digest bundle = new Referrers(image.client)
                .of(image.image.repositoryOnly().with(subject))
                .entries()
                .get(0)
                .digest();
        other.failAlways("PUT /v2/app/manifests/" + bundle, fault);
        other.failAlways(
                "PUT /v2/app/manifests/multiarch-candidate-" + bundle.hex().substring(0, 16), fault);
    }

    private static String sig(Digest digest) {
        return digest.toString().replace(':', '-') + ".sig";
    }

    @Test
    void bundlesStayBehindWithAWarningAndTagsGoAlong() throws Exception {
        other.with(Quirk.NO_SUBJECT);
        image.sign(pair, image.leg);
        image.sign(pair, image.digest);
        assertThat(copied())
                .exitCode(0)
                .stderrContains(
                        "warning: signatures and other referrers are not copied to " + there
                                + ", which refuses artifacts with a subject (400 MANIFEST_INVALID",
                        " of " + image.leg,
                        " of " + image.digest,
                        "Why: multiarch doctor --explain artifact-refused");
        assertThat(has("2")).isTrue();
        assertThat(has(sig(image.leg))).isFalse();
    }

    @Test
    void tagsThatAreThereBeforeGoAlong() throws Exception {
        other.with(Quirk.NO_SUBJECT);
        try (var cosign = new SigningCosign(programs, image, pair)) {
            cosign.failing(0, SigningCosign.Fault.BEFORE);
            assertThat(copied("--sign", "--key", "cosign.key", "--legacy-signatures"))
                    .exitCode(0)
                    .stderrContains("are not copied to " + there);
        }
        assertThat(has("2")).isTrue();
        assertThat(has(sig(image.leg))).isTrue();
        assertThat(has(sig(image.digest))).isTrue();
    }

    /** A signature must not get lost for another reason. */
    @Test
    void aLoginThatLacksARightStopsIt() throws Exception {
        image.sign(pair, image.leg);
        failing(image.leg, Fault.error(403, "DENIED", "no"));
        assertThat(copied()).exitCode(4);
        assertThat(has("2")).isFalse();
    }

    @Test
    void oneRefusalOfManyStopsIt() throws Exception {
        image.sign(pair, image.leg);
        image.sign(pair, image.digest);
        failing(image.digest, Fault.error(400, "MANIFEST_INVALID", "no"));
        assertThat(copied()).exitCode(4).stderrContains("MANIFEST_INVALID");
        assertThat(has("2")).isFalse();
    }

    /** Refused by the registry once, where it took the bundle of the image before. */
    @Test
    void oneRefusedSignatureIsNotAnOldRegistry() throws Exception {
        image.sign(pair, image.leg);
        programs.with(
                "cosign",
                COSIGN + "[ \"$1\" != sign ] || { echo 'Error: PUT http://x/v2/app/manifests/" + image.leg
                        + ": unexpected status code 400 Bad Request' >&2; exit 1; }");
        for (String form : List.of("", " --legacy-signatures")) {
            image.signUnderTag(pair, image.leg);
            Transcript failed = promote(("--sign --key cosign.key" + form).split(" "));
            assertThat(failed)
                    .exitCode(4)
                    .stderrContains("The registry refused the signature of " + image.image + " and took others there");
            assertThat(failed.err()).doesNotContain("artifact-refused");
        }
        noTag();
    }

    /** Where the signatures are bundles already, an attached verdict is nothing new. */
    @Test
    void oneRefusedVerdictIsNotAnOldRegistry() throws Exception {
        image.sign(pair, image.leg);
        image.sign(pair, image.digest);
        programs.with(
                "cosign",
                COSIGN + "[ \"$1\" != attest ] || { echo 'Error: PUT http://x/v2/app/manifests/" + image.leg
                        + ": unexpected status code 400 Bad Request' >&2; exit 1; }");
        assertThat(promote("--sign", "--attest", "--key", "cosign.key"))
                .exitCode(4)
                .stderrContains(
                        "The registry refused the verdict on " + image.image + " and took others there. Fix: try again",
                        " --sign --attest --key cosign.key");
        noTag();
    }
}
