package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.signature.KeyPairs;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of tags where signing fails, with a cosign that does what a test wants; SignIT has the real one. */
class SignTest extends WithCosign {
    @Test
    void withoutCosignNoTagMoves() throws Exception {
        assertThat(with(folder.toString(), "--sign", "--key", "cosign.key"))
                .exitCode(4)
                .stdoutIs("")
                .stderrContains("cosign is not on the PATH, so nothing was signed. Fix: install cosign 3");
        noTag();
    }

    @Test
    void aProgramOfThatNameThatFailsIsNotCosign() throws Exception {
        programs.with("cosign", "echo 'Segmentation fault' >&2; exit 139");
        assertThat(promote("--sign"))
                .exitCode(4)
                .stderrContains("cosign version` ended with 139", "Nothing was signed. Fix: install cosign 3");
        noTag();
    }

    @Test
    void withAnOldCosignNoTagMoves() throws Exception {
        programs.with("cosign", "echo 'GitVersion:    v2.6.1'");
        assertThat(promote("--sign"))
                .exitCode(4)
                .stderrContains("cosign is of version 2.6.1, expected 3 or later, so nothing was signed");
        noTag();
    }

    @Test
    void withACosignThatFailsNoTagMoves() throws Exception {
        programs.with("cosign", COSIGN + "[ \"$1\" != sign ] || { echo 'error: signing: no password' >&2; exit 1; }");
        assertThat(promote("--sign", "--key", "cosign.key"))
                .exitCode(4)
                .stderrContains("error: signing: no password\n       Nothing was signed.");
        noTag();
    }

    /** As in a registry without the referrers API, where somebody else's list replaced ours. */
    @Test
    void aSignatureThatIsNotThereAfterwardsIsNone() throws Exception {
        assertThat(promote("--sign", "--key", "cosign.key"))
                .exitCode(4)
                .stderrContains("cosign signed " + image.image.with(image.leg)
                        + " 3 times and ended with 0, and the registry has no such signature of it");
        assertThat(calls().stream().filter(call -> call.startsWith("sign "))).hasSize(3);
        noTag();
    }

    @Test
    void anothersSignatureIsNotTakenForOurs() throws Exception {
        KeyPairs other = KeyPairs.usual();
        image.sign(other, image.leg);
        image.sign(other, image.digest);
        assertThat(promote("--sign", "--key", "cosign.key")).exitCode(4).stderrContains("no such signature of it");
        noTag();
    }

    /** Nobody can tell whose a signature is without a key, but whether there is one. */
    @Test
    void anAttestationIsNotTakenForASignature() throws Exception {
        String type = "https://slsa.dev/verification_summary/v1";
        image.attest(pair, image.leg, image.leg, type, "{}");
        image.attest(pair, image.digest, image.digest, type, "{}");
        assertThat(promote("--sign")).exitCode(4).stderrContains("no such signature of it");
        assertThat(promote("--sign", "--key", "cosign.key")).exitCode(4).stderrContains("no such signature of it");
        noTag();
    }

    @Test
    void whatIsSignedIsNotSignedAgain() throws Exception {
        image.sign(pair, image.leg);
        image.sign(pair, image.digest);
        assertThat(promote("--sign", "--key", "cosign.key"))
                .exitCode(0)
                .stderrContains("signed 0 of 2 manifests", "; the others were signed already");
        assertThat(calls()).noneMatch(call -> call.startsWith("sign "));
        assertThat(image.client.resolve(image.image.withTag("2"))).contains(image.digest);
    }

    /** Whose signatures they are nobody knows without a key, so each is made, images before the index. */
    @Test
    void withoutAKeyEachIsSigned() throws Exception {
        image.sign(pair, image.leg);
        image.sign(pair, image.digest);
        assertThat(promote("--sign")).exitCode(0);
        String repository = image.image.repositoryOnly().toString();
        assertThat(calls())
                .containsExactly(
                        "version",
                        "sign --yes --allow-http-registry " + repository + "@" + image.leg,
                        "sign --yes --allow-http-registry " + repository + "@" + image.digest);
    }

    @Test
    void legacySignaturesAreMadeToo() throws Exception {
        image.sign(pair, image.leg);
        assertThat(promote("--sign", "--key", "cosign.key", "--legacy-signatures"))
                .exitCode(4)
                .stderrContains("multiarch promote " + image.image + " --tag " + image.image.withTag("2")
                        + " --sign --key cosign.key --legacy-signatures");
        assertThat(calls())
                .contains("sign --yes --key cosign.key --new-bundle-format=false --use-signing-config=false"
                        + " --allow-http-registry "
                        + image.image.with(image.leg));
    }

    @Test
    void aPolicyThatNamesTheKeyIsJudgedAfterSigning() throws Exception {
        image.sign(pair, image.leg);
        image.sign(pair, image.digest);
        String policy = "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage: {signature: {key: KEY}}\n";
        Files.writeString(folder.resolve("ours.yaml"), policy.replace("KEY", "programs/cosign.pub"));
        Files.writeString(folder.resolve("other.pub"), KeyPairs.usual().pem());
        Files.writeString(folder.resolve("other.yaml"), policy.replace("KEY", "other.pub"));
        assertThat(promote("--sign", "--key", "cosign.key", "--policy", "other.yaml"))
                .exitCode(1)
                .stderrContains("it is signed, and the policy asks for another signature: the index ");
        noTag();
        assertThat(promote("--sign", "--key", "cosign.key", "--policy", "ours.yaml"))
                .exitCode(0)
                .stdoutContains("this call signs after the verdict, and judges that before tags move");
    }

    @Test
    void aVerdictThatIsNotThereAfterwardsIsNotAttached() throws Exception {
        assertThat(promote("--attest", "--key", "cosign.key"))
                .exitCode(4)
                .stderrContains("cosign attached the verdict to " + image.image + " 3 times and ended with 0, and the"
                        + " registry does not have it");
        assertThat(calls())
                .contains("attest --yes --type urn:dev.multiarch:verdict:v1 --predicate - --key cosign.key"
                        + " --allow-http-registry " + image.image)
                .noneMatch(call -> call.startsWith("sign "));
        noTag();
    }

    /** What the image is matters more than what became of the verdict on it. */
    @Test
    void aFailureThatCannotBeAttachedIsAFailure() throws Exception {
        assertThat(promote("--attest", "--key", "cosign.key", "--require", "linux/s390x"))
                .exitCode(1)
                .stderrContains("warning: the verdict is not attached to " + image.image + ": cosign attached");
        noTag();
    }

    private Transcript insisting(String... more) {
        List<String> words = new ArrayList<>(List.of("promote", image.image.toString(), "--tag", "2"));
        words.addAll(List.of("--unjudged", "it's an incident", "--engine", "native"));
        words.addAll(List.of(more));
        return commands.in(folder)
                .with("PATH", programs.folder() + ":" + System.getenv("PATH"))
                .run(words.toArray(String[]::new));
    }

    @Test
    void aReasonThatIsNotThereAfterwardsIsNotAttached() throws Exception {
        assertThat(insisting("--attest", "--key", "cosign.key"))
                .exitCode(4)
                .stderrContains(
                        "cosign attached the reason of --unjudged to " + image.image
                                + " 3 times and ended with 0, and the" + " registry does not have it",
                        "Then: multiarch promote " + image.image + " --tag " + image.image.withTag("2")
                                + " --unjudged 'it'\\''s an incident' --attest --key cosign.key");
        assertThat(calls())
                .contains("attest --yes --type urn:dev.multiarch:unjudged:v1 --predicate - --key cosign.key"
                        + " --allow-http-registry " + image.image)
                .noneMatch(call -> call.contains(":verdict:"));
        noTag();
    }

    /** Only a verdict that did not pass is one to insist against. */
    @Test
    void whatIsInsistedAgainstMustBeABadVerdictOnThisDigest() throws Exception {
        assertThat(promote("--report", "json=good.json")).exitCode(0);
        assertThat(insisting("--verdict", "good.json", "--attest"))
                .exitCode(1)
                .stderrContains(
                        "--verdict good.json: its outcome is pass, and --unjudged with --verdict insists on an image"
                                + " that did not pass. No tag was moved. Fix: leave out --unjudged");
        assertThat(promote("--report", "json=bad.json", "--require", "linux/s390x"))
                .exitCode(1);
        String json = Files.readString(folder.resolve("bad.json"));
        Files.writeString(folder.resolve("other.json"), json.replace(image.digest.toString(), image.leg.toString()));
        assertThat(insisting("--verdict", "other.json", "--attest"))
                .exitCode(1)
                .stderrContains("--verdict other.json: it is on " + image.leg + ", expected " + image.digest);
        assertThat(insisting("--verdict", "bad.json", "--attest", "--key", "cosign.key"))
                .exitCode(4)
                .stderrContains("cosign attached the verdict to " + image.image);
    }

    @Test
    void wrongUsageIsSaidAtOnce() {
        assertThat(promote("--key", "cosign.key"))
                .exitCode(2)
                .stderrContains(
                        "--key says how to sign, and neither --sign nor --attest is given. Fix: give --sign, or leave it out");
        assertThat(commands.in(folder)
                        .run("promote", image.image.toString(), "--tag", "2", "--verdict", "v.json", "--attest"))
                .exitCode(2)
                .stderrContains(
                        "--attest attaches the verdict of this call, which does not judge with --verdict. Fix:");
        assertThat(insisting("--verdict", "v.json"))
                .exitCode(2)
                .stderrContains("--unjudged can be combined with --verdict only where --attest attaches that verdict");
        assertThat(promote("--sign", "--key", "nosuch.key")).exitCode(2).stderrContains("nosuch.key");
        assertThat(promote("--sign", "--signing-config", "none.json"))
                .exitCode(2)
                .stderrContains("none.json");
    }
}
