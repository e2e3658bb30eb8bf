package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cosign signed is still signed where a promotion or a merge brought it: in registries with and without the referrers API. */
class SignaturesIT extends SignedProject {
    @BeforeEach
    void makeImage() {
        line.tagged("linux/amd64,linux/arm64");
    }

    private void sign(String... form) {
        String signed = image + "@" + line.digest("1.0");
        String[] words = {"cosign", "sign", "-r", "--yes", "--key", "cosign.key"};
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(form));
        all.add(signed);
        run(all.toArray(String[]::new));
    }

    @Test
    void aPromotionBringsBundles() {
        sign("--signing-config", "none.json");
        for (String other : others) {
            assertThat(here.run("promote", image + "@" + line.digest("1.0"), "--tag", other + ":1.0"))
                    .exitCode(0);
            isSigned(other + ":1.0");
        }
    }

    @Test
    void aPromotionBringsSignaturesUnderTags() {
        sign("--new-bundle-format=false", "--use-signing-config=false", "--tlog-upload=false");
        for (String other : others) {
            assertThat(here.run("promote", image + "@" + line.digest("1.0"), "--tag", other + ":1.0"))
                    .exitCode(0);
            isSigned(other + ":1.0");
        }
    }

    /** The index is new and so has no signature; its images keep theirs. */
    @Test
    void aMergeBringsThoseOfImages() {
        sign("--signing-config", "none.json");
        for (String other : others) {
            assertThat(here.run("merge", "--image", other, "--tag", "2.0", "--from", image + ":1.0"))
                    .exitCode(0);
            for (String entry : entries(other + ":2.0")) {
                verify(other + "@" + entry);
            }
        }
    }

    /** As the page shows them, for what was signed without a public log. cosign takes an attestation for a signature, these don't. */
    @Test
    void theLinesOfThePageWork() throws IOException {
        String index = image + "@" + line.digest("1.0");
        String words = "promote " + index + " --tag 2 --require linux/s390x --sign --attest --key cosign.key"
                + " --signing-config none.json";
        String[] refused = words.split(" ");
        assertThat(here.run(refused)).exitCode(1);
        run("cosign", "verify", "--key", "cosign.pub", "--insecure-ignore-tlog", image + ":1.0");
        String script = page();
        assertThat(run("sh", "-c", script + " || true")).isEqualTo("false\nfalse\nfalse\nfalse\nfalse\nFAILED");
        String first =
                script.substring(0, script.indexOf("\ncrane")); // without pipefail the last exit code is all there is
        assertThat(run("sh", "-c", first + "; echo $?")).isEqualTo("false\n1");
        String leg = "@" + entries(image + ":1.0").get(0);
        assertThat(run("sh", "-c", first.replace(":1.0", leg) + "; echo $?")).isEqualTo("false\n1");
        project.file("signed.yaml", policy("key: cosign.pub"));
        assertThat(here.run("verify-index", index, "--policy", "signed.yaml")).exitCode(1);
        project.file("somebody.yaml", policy("identity: me@example.com, issuer: \"https://x\""));
        Commands keyless = here.with("PATH", keyless() + ":" + System.getenv("PATH"));
        assertThat(keyless.run("verify-index", index, "--policy", "somebody.yaml"))
                .exitCode(1)
                .stdoutContains("it is an attestation (");

        refused[5] = "linux/amd64";
        assertThat(here.run(refused)).exitCode(0);
        assertThat(run("bash", "-e", "-o", "pipefail", "-c", script).lines().toList())
                .containsExactlyInAnyOrder("true", "true", "true", "true", "true", "FAILED", "PASSED");
        assertThat(keyless.run("verify-index", index, "--policy", "somebody.yaml"))
                .exitCode(0);
    }

    private static String policy(String by) {
        return "apiVersion: multiarch/v1\nkind: Policy\nname: signed\nimage: {signature: {" + by + ", scope: index}}\n";
    }

    private String page() throws IOException {
        String page = Files.readString(Path.of("docs/how-to/signing.md").toAbsolutePath());
        return page.replaceFirst("(?s).*## Check with plain cosign\\s+```sh\\n(.*?)```.*", "$1")
                .strip()
                .replace("--key cosign.pub", "--key cosign.pub --insecure-ignore-tlog")
                .replace("ghcr.io/org/app", image)
                .replace(":1.2", ":1.0");
    }

    /** The real cosign with a key in place of an identity, as services that know identities can't be reached. */
    private Path keyless() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("keyless"));
        String script = """
                #!/bin/sh
                command=$1
                shift
                for word in "$@"; do
                  shift
                  case $word in
                  --certificate-*) ;;
                  *) set -- "$@" "$word" ;;
                  esac
                done
                exec REAL "$command" --key KEY --insecure-ignore-tlog "$@"
                """;
        Path program = Files.writeString(
                bin.resolve("cosign"),
                script.replace("REAL", run("sh", "-c", "command -v cosign"))
                        .replace("KEY", folder.resolve("cosign.pub").toString()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin;
    }
}
