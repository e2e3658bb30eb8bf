package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.cli.SigningCosign.Fault;
import dev.multiarch.image.Digest;
import dev.multiarch.registry.embedded.Quirk;
import dev.multiarch.signature.KeyPairs;
import java.nio.file.Files;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call of cosign fails in turn, in each way: no tag moves to what is half signed, and the same call completes it. */
class SigningFaultsTest extends WithCosign {
    /** The image, the index, and the verdict in two forms. */
    private static final int CALLS = 4;

    private SigningCosign cosign;

    @BeforeEach
    void startCosign() throws Exception {
        cosign = new SigningCosign(programs, image, pair);
        Files.writeString(folder.resolve("cosign.pub"), pair.pem());
        Files.writeString(
                folder.resolve("signed.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: signed\n"
                        + "image: {signature: {key: cosign.pub}, verdict: {key: cosign.pub}}\n");
    }

    @AfterEach
    void stopCosign() throws Exception {
        cosign.close();
    }

    static Stream<Arguments> failures() {
        return each(Fault.BEFORE, Fault.AFTER, Fault.HOSTILE);
    }

    static Stream<Arguments> untruths() {
        return each(Fault.NOTHING, Fault.OTHER_KEY, Fault.OTHER_DIGEST);
    }

    private static Stream<Arguments> each(Fault... faults) {
        return Stream.of(faults)
                .flatMap(how -> IntStream.rangeClosed(1, CALLS).mapToObj(number -> Arguments.of(how, number)));
    }

    private Transcript signing() {
        return promote("--sign", "--attest", "--key", "cosign.key");
    }

    /** What the message says once so many are signed. */
    private String left(int signed) {
        return signed == 0
                ? "\n       Nothing was signed.\n"
                : signed == 1
                        ? "\n       1 of 2 manifests are signed. Still to be signed: " + image.digest
                                + ". The next call signs what is missing\n"
                        : "\n       All 2 manifests are signed all the same. The next call signs none of them again\n";
    }

    private Transcript verified(Digest digest) {
        return commands.in(folder)
                .run("verify-index", image.image.repositoryOnly().with(digest).toString(), "--policy", "signed.yaml");
    }

    @ParameterizedTest(name = "{0} at call {1}")
    @MethodSource("failures")
    void noTagMovesAndTheSameCallCompletesIt(Fault how, int number) throws Exception {
        cosign.failing(number, how);
        Transcript failed = signing();
        assertThat(failed).exitCode(4).stdoutDoesNotContain("now points to");
        assertThat(failed.err()).doesNotContain("\u001b", "\u0007", "\u202e").hasSizeLessThan(20_000);
        if (how == Fault.HOSTILE) {
            assertThat(failed).stderrContains("boom");
        }
        if (number <= 2) {
            assertThat(failed).stderrContains(left(number - (how == Fault.AFTER ? 0 : 1)));
        }
        noTag();
        assertThat(verified(image.digest)).exitCode(how == Fault.AFTER && number == CALLS ? 0 : 1);

        cosign.failing(0, how);
        assertThat(signing()).exitCode(0);
        int left = CALLS - number + (how == Fault.AFTER ? 0 : 1);
        assertThat(cosign.heard()).as("only what was missing is made").hasSize(left);
        assertThat(image.client.resolve(image.image.withTag("2"))).contains(image.digest);
        assertThat(verified(image.digest)).exitCode(0);
    }

    /** What cosign says of itself does not count: what the registry has is looked at, and it is made again. */
    @ParameterizedTest(name = "{0} at call {1}")
    @MethodSource("untruths")
    void whatIsNotThereIsMadeAgain(Fault how, int number) throws Exception {
        cosign.failing(number, how);
        assertThat(signing()).exitCode(0);
        assertThat(cosign.heard()).hasSize(CALLS + 1);
        assertThat(verified(image.digest)).exitCode(0);
    }

    /** It answers 201 to each signature, and 404 to each question for it. */
    @Test
    void aRegistryThatForgetsSignaturesMovesNoTag() throws Exception {
        image.registry.with(Quirk.FORGETS_UNTAGGED);
        assertThat(signing())
                .exitCode(4)
                .stderrContains("\n       Still to be signed: " + image.leg + ", " + image.digest);
        noTag();
        assertThat(verified(image.digest)).exitCode(1);
    }

    /** As registries do that are older than OCI 1.1. Bundles are tried once, and what was signed half-way is completed. */
    @Test
    void aRegistryThatRefusesSubjectsGetsSignaturesUnderTags() throws Exception {
        image.registry.with(Quirk.NO_SUBJECT);
        cosign.failing(3, Fault.BEFORE);
        String[] legacy = {"--sign", "--key", "cosign.key", "--legacy-signatures"};
        assertThat(promote(legacy))
                .exitCode(4)
                .stderrContains("1 of 2 manifests are signed. Still to be signed: " + image.digest);
        noTag();
        cosign.failing(0, Fault.BEFORE);
        assertThat(promote(legacy))
                .exitCode(0)
                .stderrContains("signed 1 of 2 manifests of " + image.image, "; the others were signed already");
        assertThat(cosign.heard()).hasSize(2);
        Files.writeString(
                folder.resolve("tags.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: tags\nimage: {signature: {key: cosign.pub}}\n");
        assertThat(commands.in(folder).run("verify-index", image.image.toString(), "--policy", "tags.yaml"))
                .exitCode(0);
        assertThat(promote(legacy)).exitCode(0).stderrContains("signed 0 of 2 manifests");
        assertThat(promote("--quiet", "--sign", "--key", "cosign.key", "--legacy-signatures"))
                .exitCode(0)
                .stderrIs("warning: the signatures are under tags sha256-….sig alone, as "
                        + image.registry.host() + " refuses artifacts with a subject. Why: multiarch doctor --explain"
                        + " artifact-refused\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--sign", "--sign --attest", "--sign --attest --legacy-signatures", "--attest"})
    void whatWorksThereIsSaid(String asked) throws Exception {
        image.registry.with(Quirk.NO_SUBJECT);
        cosign.failing(0, Fault.BEFORE);
        Transcript failed = promote((asked + " --key cosign.key").split(" "));
        assertThat(failed)
                .exitCode(4)
                .stderrContains("Why: multiarch doctor --explain artifact-refused\n       Nothing was signed.\n");
        if (asked.equals("--sign")) {
            assertThat(failed).stderrContains("Fix: sign under tags with --legacy-signatures. Why:");
        } else {
            assertThat(failed).stderrContains("leave out --attest, and keep the verdict by --report json=FILE. Why:");
        }
        assertThat(cosign.heard())
                .as("nothing is signed that --attest can't follow")
                .hasSizeLessThan(3);
        assertThat(image.client.resolve(image.image.withTag(image.leg.toString().replace(':', '-') + ".sig")))
                .isEmpty();
        noTag();

        String then = failed.err()
                .lines()
                .reduce("", (before, line) -> line)
                .replaceFirst(".* Then: multiarch ", "")
                .replaceFirst(" \\(with .*", "");
        assertThat(then)
                .isEqualTo("promote " + image.image + " --tag " + image.image.withTag("2")
                        + (asked.contains("--sign") ? " --sign --key cosign.key --legacy-signatures" : ""));
        assertThat(commands.in(folder)
                        .with("PATH", programs.folder() + ":" + System.getenv("PATH"))
                        .run((then + " --engine native").split(" ")))
                .exitCode(0);
    }

    /** A signer whose clock was wrong: that one decides nothing, and the next verdict counts. */
    @Test
    void aVerdictThatIsDatedInTheFutureIsAttachedAgain() throws Exception {
        cosign.failing(0, Fault.BEFORE);
        image.sign(pair, image.leg);
        image.sign(pair, image.digest);
        String type = "https://slsa.dev/verification_summary/v1";
        String passed = "{\"verifier\": {\"id\": \"urn:x\"}, \"timeVerified\": \"2996-11-01T00:00:00Z\","
                + " \"resourceUri\": \"x\", \"policy\": {\"uri\": \"urn:x\"}, \"verificationResult\": \"PASSED\","
                + " \"verifiedLevels\": []}";
        image.attest(pair, image.digest, image.digest, type, passed);
        assertThat(verified(image.digest))
                .exitCode(1)
                .stdoutContains("it says PASSED and is dated 2996-11-01T00:00:00Z, which is in the future");
        assertThat(signing()).exitCode(0);
        assertThat(verified(image.digest)).exitCode(0);
        image.attest(KeyPairs.usual(), image.digest, image.digest, type, passed.replace("PASSED", "FAILED"));
        assertThat(verified(image.digest)).as("of another key").exitCode(0);
        image.attest(pair, image.digest, image.digest, type, passed.replace("PASSED", "FAILED"));
        assertThat(verified(image.digest)).exitCode(3).stdoutContains("it says FAILED and is dated 2996-11-01");
    }
}
