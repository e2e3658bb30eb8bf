package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a key that can't sign: before anything is judged, and with what to do. */
class SigningKeyTest extends WithCosign {
    @Test
    void aKeyThatCosignCannotUseIsSaidBeforeAnythingIsJudged() throws Exception {
        programs.with(
                "cosign", COSIGN + "[ \"$1\" != public-key ] || { echo 'error: decrypt: no password' >&2; exit 1; }");
        assertThat(promote("--sign", "--key", "cosign.key"))
                .exitCode(4)
                .stdoutIs("")
                .stderrContains(
                        "error: decrypt: no password",
                        "Nothing was signed. Fix: set COSIGN_PASSWORD to the password of this key");
        noTag();
    }

    @Test
    void whatIsNoKeyToSignWithIsSaidAtOnce() throws Exception {
        Files.writeString(folder.resolve("cosign.pub"), pair.pem());
        Files.writeString(folder.resolve("plain.pem"), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n");
        Files.createDirectories(folder.resolve("keys"));
        new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor();
        Map<String, String> said = Map.of(
                "cosign.pub",
                        "this is a public key, which can't sign. Fix: give the private key to it, such as cosign.key",
                "plain.pem", "Fix: cosign import-key-pair --key plain.pem, and give the file that it makes",
                "keys", "this is a folder. Fix: name a file",
                "pipe", "this is a pipe. Fix: write what comes out of it into a file, and name that",
                "nosuch.key", "there is no such file. Fix: name a file that is there");
        said.forEach((name, why) ->
                assertThat(promote("--sign", "--key", name)).exitCode(2).stderrContains("--key " + name + ": ", why));
        assertThat(programs.folder().resolve("calls")).doesNotExist();
    }

    @Test
    void aKeyInAKmsThatCosignDoesNotKnowIsSaid() throws Exception {
        programs.with(
                "cosign",
                COSIGN
                        + "[ \"$1\" != public-key ] || { echo 'Error: loading URL: unrecognized scheme: foo://' >&2; exit 1; }");
        assertThat(promote("--sign", "--key", "foo://bar"))
                .exitCode(4)
                .stderrContains(
                        "unrecognized scheme: foo://",
                        "Fix: give a file, or the name of a key in a KMS that cosign knows: awskms://");
        noTag();
    }
}
