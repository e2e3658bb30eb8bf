package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.LegImage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who signs, and that the index under a tag is signed whichever call put it there. */
class SignedTagsTest extends WithCosign {
    @Test
    void aJobWithoutAnIdentityIsSaidAtOnce() throws Exception {
        for (String asking : List.of("--sign", "--attest")) {
            assertThat(commands.in(folder)
                            .with("PATH", programs.folder() + ":" + System.getenv("PATH"))
                            .with("GITHUB_ACTIONS", "true")
                            .run("promote", image.image.toString(), "--tag", "2", asking))
                    .exitCode(2)
                    .stderrContains(asking + " needs the identity of this job, and this job may not ask GitHub for it:"
                            + " ACTIONS_ID_TOKEN_REQUEST_URL is not set. Fix: grant id-token: write under permissions,"
                            + " in the calling workflow too, or give --key");
        }
        noTag();
    }

    @Test
    void aJobWithAnIdentitySignsWithIt() throws Exception {
        image.sign(pair, image.leg);
        image.sign(pair, image.digest);
        String[] words = {
            "promote", image.image.toString(), "--tag", "2", "--require", "linux/arm64", "--engine", "native", "--sign"
        };
        assertThat(commands.in(folder)
                        .with("PATH", programs.folder() + ":" + System.getenv("PATH"))
                        .with("GITHUB_ACTIONS", "true")
                        .with("ACTIONS_ID_TOKEN_REQUEST_URL", "https://token.example")
                        .run(words))
                .exitCode(0);
        assertThat(calls())
                .contains("sign --yes --allow-http-registry " + image.image)
                .noneMatch(call -> call.contains("--key"));
    }

    /** The tag does not move, as the images are the same, and who reads it finds a signature all the same. */
    @Test
    void theIndexThatATagKeepsIsSigned() throws Exception {
        Digest kept = new LegImage(Platform.parse("linux/arm64"), "x")
                .pushIndex(image.client, image.image.repositoryOnly(), Instant.ofEpochSecond(86_400), "2");
        image.sign(pair, image.leg);
        image.sign(pair, image.digest);
        assertThat(kept).isNotEqualTo(image.digest);
        assertThat(promote("--sign", "--key", "cosign.key"))
                .exitCode(4)
                .stderrContains("cosign signed " + image.image.with(kept) + " 3 times");
        image.sign(pair, kept);
        assertThat(promote("--sign", "--key", "cosign.key"))
                .exitCode(0)
                .stderrContains(
                        "signed 0 of 2 manifests of " + image.image,
                        "signed 0 of 2 manifests of " + image.image.withTag("2").with(kept));
        assertThat(image.client.resolve(image.image.withTag("2"))).contains(kept);
    }

    /** A tag in another repository points there already, and nothing is brought there. */
    @Test
    void theIndexThatATagOfAnotherRepositoryKeepsIsSignedThere() throws Exception {
        Reference other = Reference.parse(image.registry.host() + "/other");
        new LegImage(Platform.parse("linux/arm64"), "x").pushIndex(image.client, other, Instant.EPOCH, "2");
        image.sign(pair, image.leg);
        image.sign(pair, image.digest);
        assertThat(promote("--tag", other + ":2", "--sign", "--key", "cosign.key"))
                .exitCode(4)
                .stderrContains("cosign signed " + other.with(image.leg) + " 3 times");
        noTag();
    }
}
