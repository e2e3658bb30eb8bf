package dev.multiarch.sign;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The identity that cosign signs with where there is no key. */
public final class JobIdentity {
    /** What GitHub gives a job that may ask for its identity. */
    private static final String ADDRESS = "ACTIONS_ID_TOKEN_REQUEST_URL";

    /** Where cosign gets an identity, a variable for each (cosign, pkg/providers). */
    private static final List<String> VARIABLES =
            List.of(ADDRESS, "SIGSTORE_ID_TOKEN", "SPIFFE_ENDPOINT_SOCKET", "GOOGLE_SERVICE_ACCOUNT_NAME");

    private JobIdentity() {}

    /**
     * Why a job of GitHub's has none, which cosign says only after it was built; empty where it has one, and outside of such jobs.
     */
    public static Optional<String> missing(Map<String, String> environment) {
        boolean job = environment.getOrDefault("GITHUB_ACTIONS", "").equals("true");
        boolean has = VARIABLES.stream()
                .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
        return job && !has
                ? Optional.of("and this job may not ask GitHub for it: " + ADDRESS
                        + " is not set. Fix: grant id-token: write" + " under permissions, in the calling workflow too")
                : Optional.empty();
    }
}
