package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.registry.LayoutSample;
import dev.multiarch.signature.Insistence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rule image.verdict with an identity: cosign checks who signed, and what it prints is read here. */
class VerifyVerdictsTest extends WithSignedImage {
    private static final String SUMMARY = "https://slsa.dev/verification_summary/v1";

    private static final String AGAIN = "Fix: verify again when it can be read";

    private FakePrograms programs;

    @BeforeEach
    void start() throws IOException {
        programs = FakePrograms.in(folder).with("cosign", """
                echo "$*" >> "$(dirname "$0")/calls"
                cat "$(dirname "$0")/answer"
                exit "$(cat "$(dirname "$0")/exit")"
                """);
        Files.writeString(
                folder.resolve("deploy.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: deploy\n"
                        + "image: {verdict: {identity: me@example.com, issuer: \"https://accounts.example.com\"}}\n");
    }

    private Transcript verify(int exit, String... lines) throws IOException {
        Files.writeString(programs.folder().resolve("exit"), String.valueOf(exit));
        Files.writeString(programs.folder().resolve("answer"), String.join("\n", lines) + "\n");
        return commands.in(folder)
                .with("PATH", programs.folder() + ":" + System.getenv("PATH"))
                .run("verify-index", image.registry.host() + "/app:1", "--policy", "deploy.yaml");
    }

    /** As cosign 3.1 prints what it verified. */
    private static String envelope(Digest about, String type, String result, String time) {
        String statement = "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"app\",\"digest\":"
                + "{\"sha256\":\"" + about.hex() + "\"}}],\"predicateType\":\"" + type + "\",\"predicate\":{"
                + "\"verifier\":{\"id\":\"urn:x\"},\"timeVerified\":\"" + time + "\",\"resourceUri\":\"oci://app\","
                + "\"policy\":{\"uri\":\"urn:release\"},\"verificationResult\":\"" + result
                + "\",\"verifiedLevels\":[]}}";
        return "{\"payload\":\""
                + Base64.getEncoder().encodeToString(statement.getBytes(StandardCharsets.UTF_8))
                + "\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[{\"sig\":\"AA==\"}]}";
    }

    @Test
    void theNewestThatCosignVerifiedDecides() throws IOException {
        String passed = envelope(image.digest, SUMMARY, "PASSED", "2026-11-01T00:00:00Z");
        assertThat(verify(0, passed)).exitCode(0).stdoutContains("has the verdict PASSED of 2026-11-01T00:00:00Z");
        String later = envelope(image.digest, SUMMARY, "FAILED", "2026-11-02T00:00:00Z");
        assertThat(verify(0, later, passed)).exitCode(1).stdoutContains("has the verdict FAILED of 2026-11-02");
        assertThat(Files.readAllLines(programs.folder().resolve("calls")))
                .as("without a pass, whether somebody insisted is asked too")
                .containsExactly(call(SUMMARY), call(SUMMARY), call(Insistence.TYPE));
    }

    private String call(String type) {
        return "verify-attestation --type=" + type + " --certificate-identity=me@example.com"
                + " --certificate-oidc-issuer=https://accounts.example.com --allow-http-registry "
                + image.registry.host() + "/app@" + image.digest;
    }

    /** Its time would make it the newest for ten years, and hide what is found until then. */
    @Test
    void aPassThatIsDatedInTheFutureHidesNoFailure() throws IOException {
        String future = envelope(image.digest, SUMMARY, "PASSED", "2996-11-01T00:00:00Z");
        String failed = envelope(image.digest, SUMMARY, "FAILED", "2026-11-02T00:00:00Z");
        assertThat(verify(0, future, failed)).exitCode(1).stdoutContains("has the verdict FAILED of 2026-11-02");
        assertThat(verify(0, future))
                .exitCode(1)
                .stdoutContains(
                        "has no valid verdict: cosign verify: it says PASSED and is dated 2996-11-01T00:00:00Z, which is"
                                + " in the future (it is 2");
        assertThat(Files.readAllLines(programs.folder().resolve("calls")))
                .as("without a pass that counts, whether somebody insisted is asked too")
                .containsExactly(call(SUMMARY), call(Insistence.TYPE), call(SUMMARY), call(Insistence.TYPE));
    }

    @Test
    void whatIsAboutSomethingElseProvesNothing() throws IOException {
        String other = envelope(image.leg, SUMMARY, "PASSED", "2026-11-01T00:00:00Z");
        assertThat(verify(0, other)).exitCode(1).stdoutContains("it is about " + image.leg);
        String type = envelope(image.digest, "https://slsa.dev/provenance/v1", "PASSED", "2026-11-01T00:00:00Z");
        assertThat(verify(0, type)).exitCode(1).stdoutContains("has no valid verdict");
        assertThat(verify(0, "{\"payload\":")).exitCode(1).stdoutContains("has no valid verdict");
    }

    /** It may be newer than those that can be read, and the signer may have meant a failure. */
    @Test
    void aVerdictOfTheSignerThatCannotBeReadLeavesItOpen() throws IOException {
        String passed = envelope(image.digest, SUMMARY, "PASSED", "2026-11-01T00:00:00Z");
        String word = envelope(image.digest, SUMMARY, "failed", "2026-11-02T00:00:00Z");
        assertThat(verify(0, passed, word))
                .exitCode(3)
                .stdoutContains("expected PASSED or FAILED, found \"failed\"", AGAIN);
        String time = envelope(image.digest, SUMMARY, "FAILED", "2026-02-30");
        assertThat(verify(0, time, passed))
                .exitCode(3)
                .stdoutContains("expected a time such as 2026-11-01T00:00:00Z, found \"2026-02-30\"");
    }

    /** Exit 0 without an answer is not a verdict, and a failure is unknown unless cosign says that nothing is there. */
    @Test
    void whatCosignCannotSayIsNotAPass() throws IOException {
        assertThat(verify(0, "")).exitCode(1).stdoutContains("has no verdict");
        assertThat(verify(10, "")).exitCode(1).stdoutContains("has no verdict");
        assertThat(verify(12, "")).exitCode(1);
        assertThat(verify(1, "")).exitCode(3).stdoutContains("cosign verify ended with 1");
    }

    @Test
    void ofALayoutItIsSaidWhereVerdictsAre() throws IOException {
        LayoutSample.whole().folder(folder.resolve("layout"));
        assertThat(commands.in(folder).run("verify-index", "oci:layout", "--policy", "deploy.yaml"))
                .exitCode(3)
                .stdoutContains("this is a layout: push it, and judge it there");
    }
}
