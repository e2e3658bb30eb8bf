package dev.multiarch.signature;

import dev.multiarch.image.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What a verification summary has to say of itself, next to its signer, its digest and its result (SLSA 1.1, "How to verify"). A key
 * may sign for several verifiers and images; one that says something else does not count.
 *
 * @param verifier its {@code verifier.id}
 * @param resource its {@code resourceUri}, without a digest or with that of the subject
 * @param policies that it names, and maybe others
 */
public record WantedVerdict(Optional<String> verifier, Optional<String> resource, List<String> policies) {
    /** Where the signer decides all of it. */
    public static final WantedVerdict ANY = new WantedVerdict(Optional.empty(), Optional.empty(), List.of());

    /** Why it does not count; empty where it does. */
    public Optional<String> refuses(VerificationSummary found, Digest subject) {
        if (verifier.isPresent() && !verifier.get().equals(found.verifier())) {
            return Optional.of(differs("verifier.id", verifier.get(), found.verifier()));
        }
        if (resource.isPresent()
                && !found.resource().equals(resource.get())
                && !found.resource().equals(resource.get() + "@" + subject)) {
            return Optional.of(differs("resourceUri", resource.get(), found.resource()));
        }
        return policies.stream()
                .filter(name -> !found.policies().contains(name))
                .findFirst()
                .map(name -> "it is by the policies " + String.join(", ", found.policies()) + ", expected " + name
                        + " among them");
    }

    private static String differs(String key, String expected, String found) {
        return "its " + key + " is " + (found.isEmpty() ? "not given" : "\"" + found + "\"") + ", expected \""
                + expected + "\"";
    }

    /** Behind the signer; empty where nothing is asked for. */
    @Override
    public String toString() {
        return verifier.map(id -> ", verifier " + id).orElse("")
                + resource.map(uri -> ", of " + uri).orElse("")
                + (policies.isEmpty() ? "" : ", by the policies " + String.join(", ", policies));
    }
}
