package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.signature.KeyPairs;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rule image.signature on a published index, by a key in a file. */
class VerifySignaturesTest extends WithSignedImage {

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("policies/keys"));
        Files.writeString(folder.resolve("policies/keys/cosign.pub"), pair.pem());
        policy("{key: keys/cosign.pub}");
    }

    private void policy(String signature) throws IOException {
        Files.writeString(
                folder.resolve("policies/signed.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: signed\nimage: {signature: " + signature + "}\n");
    }

    private Transcript verify() {
        return commands.in(folder)
                .run("verify-index", image.registry.host() + "/app:1", "--policy", "policies/signed.yaml");
    }

    @Test
    void aSignedIndexWithSignedImagesPasses() throws Exception {
        image.sign(pair, image.digest);
        image.sign(pair, image.leg);
        assertThat(verify())
                .exitCode(0)
                .stdoutContains(
                        "pass     image.signature the index " + image.digest + " is signed by the key sha256:",
                        "pass     image.signature [linux/arm64] the image " + image.leg + " is signed by");
    }

    @Test
    void anImageThatIsNotSignedFails() throws Exception {
        image.sign(pair, image.digest);
        assertThat(verify())
                .exitCode(1)
                .stdoutContains("fail     image.signature [linux/arm64] the image " + image.leg + " has no signature");
        policy("{key: keys/cosign.pub, scope: index}");
        assertThat(verify()).exitCode(0);
    }

    @Test
    void anotherKeyFails() throws Exception {
        KeyPairs other = KeyPairs.usual();
        image.sign(other, image.digest);
        image.sign(other, image.leg);
        assertThat(verify())
                .exitCode(1)
                .stdoutContains("it was signed with another key, expected one by the key sha256:");
    }

    @Test
    void aRegistryThatDoesNotAnswerLeavesItUnknown() throws Exception {
        image.sign(pair, image.digest);
        image.sign(pair, image.leg);
        image.registry.failAlways(image.referrers(), Fault.error(403, "DENIED", "no"));
        assertThat(verify())
                .exitCode(3)
                .stdoutContains(
                        "unknown  image.signature the signature of the index " + image.digest + " is unknown: ");
    }

    @Test
    void anIdentityWithoutCosignIsUnknown() throws Exception {
        policy("{identity: me@example.com, issuer: \"https://accounts.example.com\"}");
        String[] words = {"verify-index", image.registry.host() + "/app:1", "--policy", "policies/signed.yaml"};
        assertThat(commands.in(folder).with("PATH", folder.toString()).run(words))
                .exitCode(3)
                .stdoutContains("is unknown: cosign is not on the PATH, and it checks identities");
    }

    @Test
    void cosignIsAskedForAnIdentity() throws Exception {
        policy("{identity: me@example.com, issuer: \"https://accounts.example.com\", scope: index}");
        FakePrograms programs = FakePrograms.in(folder).with("cosign", """
                echo "$*" >> "$(dirname "$0")/calls"
                exit "$(cat "$(dirname "$0")/exit")"
                """);
        String path = programs.folder() + ":" + System.getenv("PATH");
        String[] words = {"verify-index", image.registry.host() + "/app:1", "--policy", "policies/signed.yaml"};
        int[][] expected = {{0, 0}, {10, 1}, {12, 1}, {13, 1}, {1, 3}};
        for (int[] each : expected) {
            Files.writeString(programs.folder().resolve("exit"), String.valueOf(each[0]));
            assertThat(commands.in(folder).with("PATH", path).run(words)).exitCode(each[1]);
        }
        assertThat(Files.readAllLines(programs.folder().resolve("calls")))
                .hasSize(expected.length)
                .containsOnly("verify --certificate-identity=me@example.com"
                        + " --certificate-oidc-issuer=https://accounts.example.com --allow-http-registry "
                        + image.registry.host() + "/app@" + image.digest);
    }

    @Test
    void aKeyThatCannotBeReadIsSaidWithItsPlace() throws Exception {
        policy("{key: nosuch.pub}");
        assertThat(verify())
                .exitCode(2)
                .stderrContains(
                        "policies/signed.yaml:4:26 \"nosuch.pub\": there is no such file, expected a file with a key");
        Files.writeString(folder.resolve("policies/nosuch.pub"), "x");
        assertThat(verify())
                .exitCode(2)
                .stderrContains("policies/signed.yaml:4:26 this is not a public key, expected one that begins with");
        policy("{key: \"https://example.com/cosign.pub\"}");
        assertThat(verify()).exitCode(2).stderrContains("not from an address");
    }

    @Test
    void theWholePolicyHoldsTheKey() {
        assertThat(commands.in(folder).run("policy", "show", "policies/signed.yaml"))
                .exitCode(0)
                .stdoutContains("key: \"-----BEGIN PUBLIC KEY-----\\n");
    }
}
