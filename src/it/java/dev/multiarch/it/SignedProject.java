package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A project with a key pair, and repositories of other registries that its images go to: one without the referrers API, one with it. */
abstract class SignedProject extends InProject {
    List<String> others;

    @BeforeEach
    void makeKey() {
        here = here.with("COSIGN_PASSWORD", "secret").with("HOME", folder.toString());
        line = new Line(stack, project, here);
        others = List.of(
                image.replace(stack.registry(), Stack.variable("MULTIARCH_IT_SECURE_REGISTRY")),
                image.replace(stack.registry(), Stack.variable("MULTIARCH_IT_OLAREG")));
        run("cosign", "generate-key-pair");
        run("cosign", "signing-config", "create", "--out", "none.json"); // no service on the internet
    }

    /** By the real cosign: the index, its images and its attestation manifests. */
    void isSigned(String ref, String... more) {
        verify(ref, more);
        for (String entry : entries(ref)) {
            verify(ref.replaceFirst(":[^:/]*$", "") + "@" + entry, more);
        }
    }

    List<String> entries(String ref) {
        return List.of(run("sh", "-c", "crane manifest \"$1\" | jq -r '.manifests[].digest'", "sh", ref)
                .split("\n"));
    }

    /** cosign ends with 0 for an attestation too. */
    void verify(String ref, String... more) {
        var words = new ArrayList<>(List.of("cosign", "verify", "--key", "cosign.pub", "--insecure-ignore-tlog"));
        words.addAll(List.of(more));
        words.add(ref);
        assertThat(run(words.toArray(String[]::new)))
                .containsAnyOf("https://sigstore.dev/cosign/sign/v1", "cosign container image signature");
    }
}
