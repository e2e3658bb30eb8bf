package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.signature.KeyPairs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** @param old what it does when it is asked for its first form */
    private Transcript verifiedBy(String newer, String old) throws IOException {
        policy("{identity: me@example.com, issuer: \"https://accounts.example.com\", scope: index}");
        FakePrograms programs = FakePrograms.in(folder)
                .with(
                        "cosign",
                        "echo \"$*\" >> \"$(dirname \"$0\")/calls\"\ncase \"$*\" in\n*--new-bundle-format=false*) "
                                + old + " ;;\n*) " + newer + " ;;\nesac\n");
        String path = programs.folder() + ":" + System.getenv("PATH");
        String[] words = {"verify-index", image.registry.host() + "/app:1", "--policy", "policies/signed.yaml"};
        Files.deleteIfExists(programs.folder().resolve("calls"));
        return commands.in(folder).with("PATH", path).run(words);
    }

    /** As cosign 3.1 prints it. */
    private String printed(String... types) {
        return "printf '\\n%s\\n' '"
                + Stream.of(types)
                        .map(type -> "{\"critical\":{\"identity\":{\"docker-reference\":\"x\"},\"image\":"
                                + "{\"docker-manifest-digest\":\"" + image.digest + "\"},\"type\":\"" + type
                                + "\"},\"optional\":{}}")
                        .collect(Collectors.joining(",", "[", "]"))
                + "'";
    }

    private static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";
    private static final String SUMMARY = "https://slsa.dev/verification_summary/v1";
    private static final String OLD = "cosign container image signature";

    @Test
    void cosignIsAskedForAnIdentity() throws Exception {
        int[][] expected = {{10, 1}, {12, 1}, {13, 1}, {1, 3}};
        for (int[] each : expected) {
            assertThat(verifiedBy("exit " + each[0], "exit 10")).exitCode(each[1]);
        }
        assertThat(verifiedBy(printed(SIGNED), "exit 10")).exitCode(0);
        assertThat(verifiedBy(printed(OLD), "exit 10")).exitCode(0);
        assertThat(verifiedBy(printed(SUMMARY, SIGNED), "exit 10")).exitCode(0);
        assertThat(Files.readAllLines(folder.resolve("programs/calls")))
                .containsExactly("verify --output=json --certificate-identity=me@example.com"
                        + " --certificate-oidc-issuer=https://accounts.example.com --allow-http-registry "
                        + image.registry.host() + "/app@" + image.digest);
    }

    /** cosign ends with 0 there too. */
    @Test
    void anAttestationIsNoSignature() throws Exception {
        assertThat(verifiedBy(printed(SUMMARY, "urn:dev.multiarch:verdict:v1"), "exit 10"))
                .exitCode(1)
                .stdoutContains("has no valid signature: cosign verify: it is an attestation (" + SUMMARY
                        + "), not a signature (and 1 more), expected one by");
        assertThat(verifiedBy(printed(), "exit 10")).exitCode(1).stdoutContains("has no signature");
        assertThat(verifiedBy("echo null", "exit 10")).exitCode(1).stdoutContains("has no signature");
        assertThat(verifiedBy(printed("x\\u001b[2J"), "exit 10")).exitCode(1).stdoutDoesNotContain("\u001b");
    }

    /** Where there is any bundle cosign does not look for its first form by itself. */
    @Test
    void aSignatureUnderATagCountsNextToAnAttestation() throws Exception {
        assertThat(verifiedBy(printed(SUMMARY), printed(OLD))).exitCode(0);
        assertThat(verifiedBy(printed(SUMMARY), printed("x"))).exitCode(1);
        assertThat(verifiedBy(printed(SUMMARY), "exit 12")).exitCode(1);
        assertThat(verifiedBy(printed(SUMMARY), "echo gone >&2; exit 1"))
                .exitCode(3)
                .stdoutContains("is unknown: cosign verify ended with 1: gone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "{}",
                "[1]",
                "[{}]",
                "[{\"critical\": {}}]",
                "[{\"critical\": {\"type\": 1}}]",
                "[], \"verified\": [{\"critical\": {\"type\": \"https://sigstore.dev/cosign/sign/v1\"}}]",
                "Verified OK"
            })
    void whatCosignPrintsAndCannotBeReadIsUnknown(String printed) throws Exception {
        assertThat(verifiedBy("printf %s '" + printed + "'", "exit 10"))
                .exitCode(3)
                .stdoutContains("is unknown: what cosign verify printed can't be read: ");
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
