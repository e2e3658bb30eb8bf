package dev.multiarch.signature;

import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a verification summary attestation says (SLSA 1.1, "Verification Summary Attestation").
 *
 * @param policies their names; of other tools' summaries the address of the policy
 * @param verifier its id; empty where it is not given
 * @param resource what was verified, as the verifier calls it; empty where it is not given
 */
public record VerificationSummary(boolean passed, Instant at, List<String> policies, String verifier, String resource) {
    /** The predicate type. */
    public static final String TYPE = "https://slsa.dev/verification_summary/v1";

    /** The extension that names the policies. */
    public static final String POLICIES = "urn:dev.multiarch:policies";

    /** How far the clocks of two machines may differ. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final int MOST = 20;

    /** The one that decides: who finds a fault later attaches a verdict that says so. Of one second, a failure does. */
    public static Optional<VerificationSummary> newest(List<FoundVerdict> all) {
        return all.stream()
                .flatMap(each -> each.summary().stream())
                .max(Comparator.comparing(VerificationSummary::at).thenComparing(each -> !each.passed()));
    }

    /** Whether somebody who attaches a verdict now has a time before this one. */
    public static boolean isInFuture(Instant at, Instant now) {
        return at.isAfter(now.plus(SKEW));
    }

    public static VerificationSummary read(JsonObject predicate) {
        String result = predicate.text("verificationResult");
        if (!result.equals("PASSED") && !result.equals("FAILED")) {
            throw predicate.problem("verificationResult", "expected PASSED or FAILED, found \"" + result + "\"");
        }
        List<String> names = predicate.objects(POLICIES).stream()
                .limit(MOST)
                .map(policy -> policy.line("name"))
                .toList();
        return new VerificationSummary(
                result.equals("PASSED"),
                time(predicate),
                names.isEmpty() ? List.of(predicate.object("policy").line("uri")) : names,
                predicate
                        .optionalObject("verifier")
                        .flatMap(verifier -> verifier.optionalText("id"))
                        .orElse(""),
                predicate.optionalText("resourceUri").orElse(""));
    }

    private static Instant time(JsonObject predicate) {
        String text = predicate.text("timeVerified");
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException malformed) {
            throw new FormatException(
                    "timeVerified: expected a time such as 2026-11-01T00:00:00Z, found \"" + text + "\"");
        }
    }
}
