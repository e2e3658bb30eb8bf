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

/** The reusable workflow signs what it merged: with the identity of the job, or with a key that is a secret. */
class SignedWorkflowIT extends WithConsumer {
    private String image;
    private Path keys;

    @BeforeEach
    void makeKey() throws IOException {
        image = stack.registry() + "/it/signed-" + Long.toHexString(System.nanoTime()) + "/app";
        keys = Files.createDirectories(temp.resolve("keys"));
        consumer.write(
                "Dockerfile", "FROM " + Stack.variable("MULTIARCH_IT_BASE_IMAGE") + "\nRUN uname -m > /built-on\n");
        cosign("generate-key-pair");
        cosign("signing-config", "create", "--out", "none.json"); // no service on the internet
    }

    private String cosign(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "cosign";
        System.arraycopy(words, 0, all, 1, words.length);
        Transcript done = commands.in(keys).with("COSIGN_PASSWORD", "secret").program(all);
        assertThat(done).exitCode(0);
        return done.out();
    }

    private String example(String name) throws IOException {
        return Files.readString(Path.of("examples", name + ".yml"))
                .replace("ghcr.io/org/app", image)
                .replaceAll("(?m)^( *)platforms: [^(\\n]*$", "$0\n$1builder: " + stack.remoteBuilder());
    }

    private void isSignedWithItsVerdict() {
        String[] key = {"--key", "cosign.pub", "--insecure-ignore-tlog"};
        cosign("verify", key[0], key[1], key[2], image + ":latest");
        Transcript index = commands.program("crane", "manifest", "--insecure", image + ":latest");
        assertThat(index).exitCode(0);
        List<String> digests = index.out()
                .lines()
                .filter(line -> line.contains("\"digest\": \"sha256:"))
                .map(line -> line.replaceAll(".*(sha256:[0-9a-f]{64}).*", "$1"))
                .toList();
        assertThat(digests).hasSize(4);
        digests.forEach(digest -> cosign("verify", key[0], key[1], key[2], image + "@" + digest));
        String type = "--type=https://slsa.dev/verification_summary/v1";
        assertThat(cosign("verify-attestation", type, key[0], key[1], key[2], image + ":latest"))
                .contains("application/vnd.in-toto+json");
    }

    /** Sigstore's services are on the internet: cosign's calls are written down, and then made with a key. */
    private Path writeDownCalls() throws IOException {
        Path bin = Files.createDirectories(temp.resolve("bin"));
        Transcript which = commands.program("sh", "-c", "command -v cosign");
        assertThat(which).exitCode(0);
        String real = which.out().strip();
        Path wrapper = Files.writeString(
                bin.resolve("cosign"),
                """
                #!/bin/sh
                echo "$*" >>BIN/calls
                case $1 in
                  sign|attest) COSIGN_PASSWORD=secret exec REAL "$@" --key KEYS/cosign.key --signing-config KEYS/none.json ;;
                esac
                exec REAL "$@"
                """.replace("BIN", bin.toString()).replace("REAL", real).replace("KEYS", keys.toString()));
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        consumer.with("PATH", bin + ":" + System.getenv("PATH"));
        return bin;
    }

    @Test
    void theIdentityOfTheJobSigns() throws IOException {
        Path bin = writeDownCalls();
        assertThat(consumer.push(example("signed")))
                .exitCode(1)
                .stdoutContains(
                        "input sign needs the identity of this job, and this job may not ask GitHub for it",
                        "grant id-token: write under permissions",
                        "Nothing was built");
        assertThat(consumer.tags(image)).isEmpty();

        consumer.with("ACTIONS_ID_TOKEN_REQUEST_URL", "https://token.example")
                .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "t");
        assertThat(consumer.push(example("signed"))).exitCode(0).stdoutContains("signed 5 of 5 manifests of " + image);
        assertThat(temp.resolve("artifacts/cosign-installed.txt")).exists();
        isSignedWithItsVerdict();
        List<String> calls = Files.readAllLines(bin.resolve("calls"));
        assertThat(calls.stream().filter(call -> call.startsWith("sign ")))
                .hasSize(5)
                .allMatch(call ->
                        call.matches("sign --yes --allow-http-registry \\Q" + image + "\\E@sha256:[0-9a-f]{64}"));
        assertThat(calls.stream().filter(call -> call.startsWith("attest ")))
                .hasSize(2)
                .allMatch(call -> call.matches("attest --yes --type \\S+ --predicate - --allow-http-registry \\Q"
                        + image + "\\E@sha256:[0-9a-f]{64}"));
    }

    @Test
    void aKeyThatIsASecretSigns() throws IOException {
        consumer.write("none.json", Files.readString(keys.resolve("none.json")));
        consumer.secret("SIGNING_KEY", Files.readString(keys.resolve("cosign.key")))
                .secret("SIGNING_PASSWORD", "secret");
        String workflow =
                example("signed").replace("      id-token: write\n", "").stripTrailing()
                        + "\n      signing-config: none.json\n    secrets:\n      signing-key: ${{ secrets.SIGNING_KEY }}\n"
                        + "      signing-password: ${{ secrets.SIGNING_PASSWORD }}\n";
        Transcript run = consumer.push(workflow);
        assertThat(run).exitCode(0).stdoutContains("signed 5 of 5 manifests of " + image);
        assertThat(run.out() + run.err()).doesNotContain("ENCRYPTED SIGSTORE PRIVATE KEY");
        isSignedWithItsVerdict();
    }

    /** Its token pushes nothing, and so nothing is signed. */
    @Test
    void aForksPullRequestIsNotSigned() throws IOException {
        assertThat(consumer.pullRequestFromAFork(
                        example("signed").replace("on:\n  push:\n    branches: [main]", "on: pull_request")))
                .exitCode(0)
                .stdoutContains("nothing was pushed and no tag was moved")
                .stdoutDoesNotContain("identity of this job");
        assertThat(consumer.tags(image)).isEmpty();
    }
}
