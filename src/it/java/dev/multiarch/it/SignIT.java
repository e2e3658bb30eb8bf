package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What passes is signed before a tag moves, and cosign and image.signature agree on it wherever it goes. */
class SignIT extends SignedProject {
    private static final String PLATFORMS = "linux/amd64,linux/arm64";

    @BeforeEach
    void makePolicies() throws IOException {
        project.file("signed.yaml", policy("cosign.pub"));
    }

    private static String policy(String key) {
        return "apiVersion: multiarch/v1\nkind: Policy\nname: signed\nimage: {signature: {key: " + key
                + ", scope: all}}\n";
    }

    private Transcript signing(String platforms, String... more) {
        String[] signing = {"--sign", "--key", "cosign.key", "--signing-config", "none.json"};
        String[] all = new String[signing.length + more.length];
        System.arraycopy(signing, 0, all, 0, signing.length);
        System.arraycopy(more, 0, all, signing.length, more.length);
        return here.run(line.ship(platforms, all));
    }

    private Transcript judged(String ref, String policy) {
        return here.run("verify-index", ref, "--policy", policy);
    }

    /** By the real cosign and by the rules. */
    private void isProved(String ref) {
        isSigned(ref);
        String type = "https://slsa.dev/verification_summary/v1";
        run("cosign", "verify-attestation", "--key", "cosign.pub", "--insecure-ignore-tlog", "--type", type, ref);
        assertThat(judged(ref, "proved.yaml")).exitCode(0);
    }

    /** From registry to registry, from one with the referrers API to one without it, too. */
    @Test
    void whatIsShippedIsSignedAndStaysSoInOtherRegistries() throws IOException {
        project.file("proved.yaml", policy("cosign.pub").replace("}}", "}, verdict: {key: cosign.pub}}"));
        assertThat(signing(PLATFORMS, "--attest")).exitCode(0).stderrContains("signed 5 of 5 manifests of " + image);
        isProved(image + ":1.0");
        String digest = line.digest("1.0");
        String from = image;
        for (String to : List.of(others.get(0), others.get(1), image + "-back")) {
            assertThat(here.run("promote", from + "@" + digest, "--tag", to + ":1.0"))
                    .exitCode(0);
            isProved(to + ":1.0");
            from = to;
        }
        run("sh", "-c", "mkdir other && cd other && cosign generate-key-pair");
        project.file("other.yaml", policy("other/cosign.pub"));
        assertThat(judged(image + ":1.0", "other.yaml")).exitCode(1).stdoutContains("it was signed with another key");
    }

    /** Tags of other repositories too, also of one that had the image before it was signed. */
    @Test
    void tagsInOtherRepositoriesHaveSignedIndexes() {
        line.tagged(PLATFORMS);
        String index = image + "@" + line.digest("1.0");
        String next = image + "-next";
        assertThat(here.run("promote", index, "--tag", next + ":1.0")).exitCode(0);
        String[] signing = {
            "promote",
            index,
            "--tag",
            "2",
            "--tag",
            next + ":1.0",
            "--tag",
            next + ":2",
            "--tag",
            others.get(0) + ":2",
            "--sign",
            "--key",
            "cosign.key",
            "--signing-config",
            "none.json"
        };
        assertThat(here.run(signing)).exitCode(0);
        for (String tag : List.of(image + ":2", next + ":1.0", next + ":2", others.get(0) + ":2")) {
            isSigned(tag);
            assertThat(judged(tag, "signed.yaml")).exitCode(0);
        }
    }

    @Test
    void theFormOfOldIsMadeToo() {
        assertThat(signing(PLATFORMS, "--legacy-signatures")).exitCode(0);
        isSigned(image + ":1.0", "--new-bundle-format=false");
        isSigned(image + ":1.0");
        assertThat(judged(image + ":1.0", "signed.yaml")).exitCode(0);
    }

    /** With Sigstore's public services, which can't be reached here: it has to fail for that, and not for its options. */
    @Test
    void cosignTakesTheOptionsOfTheFormOfOld() {
        line.tagged("linux/amd64");
        String said = run(
                "sh",
                "-c",
                "cosign sign --yes --key cosign.key --new-bundle-format=false --use-signing-config=false " + image + "@"
                        + line.digest("1.0") + " 2>&1 || true");
        assertThat(said).contains("Signing artifact").doesNotContain("must provide");
    }

    @Test
    void theVerdictIsAttachedAndGoesAlong() throws IOException {
        project.file(
                "verdict.yaml",
                policy("cosign.pub").replace("signature", "verdict").replace(", scope: all", ""));
        assertThat(signing(PLATFORMS, "--attest"))
                .exitCode(0)
                .stderrContains("attached the verdict PASSED to " + image + "@");
        String index = image + "@" + line.digest("1.0");
        for (String type : List.of("https://slsa.dev/verification_summary/v1", "urn:dev.multiarch:verdict:v1")) {
            run("cosign", "verify-attestation", "--key", "cosign.pub", "--insecure-ignore-tlog", "--type", type, index);
        }
        assertThat(judged(index, "verdict.yaml")).exitCode(0).stdoutContains("has the verdict PASSED of 2");
        for (String other : others) {
            assertThat(here.run("promote", index, "--tag", other + ":1.0", "--policy", "verdict.yaml"))
                    .exitCode(0);
            assertThat(judged(other + ":1.0", "verdict.yaml")).exitCode(0);
        }
        String[] failing = {
            "promote",
            index,
            "--tag",
            "2",
            "--require",
            "linux/s390x",
            "--attest",
            "--key",
            "cosign.key",
            "--signing-config",
            "none.json"
        };
        assertThat(here.run(failing)).exitCode(1).stderrContains("attached the verdict FAILED to " + index);
        line.noTag("2");
        assertThat(judged(index, "verdict.yaml")).exitCode(1).stdoutContains("has the verdict FAILED of 2");
        assertThat(judged(index, "signed.yaml")).exitCode(0);
        failing[5] = "linux/arm64";
        assertThat(here.run(failing)).exitCode(0);
        assertThat(judged(index, "verdict.yaml")).exitCode(0);
    }

    /** The third that is begun fails: no tag moves, and the next call signs only what is missing. Four are begun at once. */
    @Test
    void aCosignThatFailsHalfWayLeavesNoTag() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        String real = run("sh", "-c", "command -v cosign");
        Path wrapper =
                Files.writeString(bin.resolve("cosign"), """
                #!/bin/sh
                if [ "$1" = sign ]; then
                  echo "$*" >> CALLS
                  for first in 1 2 3 4 5 6; do mkdir CALLS-$first 2>/dev/null && break; done
                  [ "$first" != 3 ] || { echo 'error: signing: the network is gone' >&2; exit 1; }
                fi
                exec REAL "$@"
                """.replace(
                        "CALLS", bin.resolve("calls").toString()).replace("REAL", real));
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        here = here.with("PATH", bin + ":" + System.getenv("PATH"));
        line = new Line(stack, project, here);
        Transcript first = signing(PLATFORMS);
        assertThat(first)
                .exitCode(4)
                .stderrContains(
                        "error: signing: the network is gone", " of 5 manifests are signed. Still to be signed: ");
        int done = Integer.parseInt(first.err().replaceFirst("(?s).*?(\\d) of 5 manifests are signed.*", "$1"));
        line.noTag("1.0");
        String candidate = image + "@"
                + first.err().replaceFirst("(?s).*pushing the candidate \\S+@(sha256:[0-9a-f]{64}).*", "$1");
        String[] again = {
            "promote", candidate, "--tag", "1.0", "--sign", "--key", "cosign.key", "--signing-config", "none.json"
        };
        assertThat(here.run(again)).exitCode(0).stderrContains("signed " + (5 - done) + " of 5 manifests");
        assertThat(Files.readAllLines(bin.resolve("calls"))).hasSize(6);
        isSigned(image + ":1.0");
        assertThat(here.run(again)).exitCode(0).stderrContains("signed 0 of 5 manifests");
        assertThat(judged(image + ":1.0", "signed.yaml")).exitCode(0);
    }

    /** cosign 3.1 makes bundles by Ed25519 that it refuses itself, as it signs a digest and verifies the bytes; they are ours to read. */
    @Test
    void keysOfOtherKindsVerifyToo() throws IOException {
        line.tagged("linux/amd64");
        String index = image + "@" + line.digest("1.0");
        for (String kind :
                List.of("rsa:-pkeyopt rsa_keygen_bits:2048", "ed25519:", "ec:-pkeyopt ec_paramgen_curve:P-384")) {
            String[] parts = kind.split(":", 2);
            String name = parts[0];
            run(
                    "sh",
                    "-c",
                    "openssl genpkey -algorithm " + name + " " + parts[1] + " -out " + name + ".pem"
                            + " && cosign import-key-pair --key " + name + ".pem --output-key-prefix " + name);
            run("cosign", "sign", "--yes", "--key", name + ".key", "--signing-config", "none.json", index);
            project.file(name + ".yaml", policy(name + ".pub").replace("scope: all", "scope: index"));
            assertThat(judged(index, name + ".yaml")).exitCode(0);
        }
    }
}
