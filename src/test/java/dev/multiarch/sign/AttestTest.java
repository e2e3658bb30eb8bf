package dev.multiarch.sign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.policy.Verdict;
import dev.multiarch.report.Reports;
import dev.multiarch.signature.VerificationSummary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a verdict becomes as verification summary, and which attached one is the same. */
class AttestTest {
    private static final Digest DIGEST = Digest.of("index".getBytes(StandardCharsets.UTF_8));
    private static final Reference INDEX = Reference.parse("ghcr.io/org/app").with(DIGEST);

    private static JsonObject json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), "test");
    }

    @Test
    void aSummaryHasWhatSlsaRequires() {
        var policy = new Verdict.Judged("release", DIGEST);
        var verdict = new Verdict(
                new Verdict.OfIndex("ghcr.io/org/app:1", Optional.of(DIGEST), List.of()), List.of(policy), List.of());
        Map<String, Object> summary = Attest.summary(INDEX, verdict, Instant.parse("2026-11-01T00:00:00.9Z"));
        assertThat(summary)
                .containsEntry("timeVerified", "2026-11-01T00:00:00Z")
                .containsEntry("resourceUri", "oci://" + INDEX)
                .containsEntry("verificationResult", "FAILED")
                .containsEntry("verifiedLevels", List.of("FAILED"))
                .containsEntry(
                        "policy",
                        Map.of("uri", "urn:dev.multiarch:policy:release", "digest", Map.of("sha256", DIGEST.hex())));
        VerificationSummary read = VerificationSummary.read(Json.read(Json.write(summary), "test"));
        assertThat(read)
                .isEqualTo(new VerificationSummary(
                        false,
                        Instant.parse("2026-11-01T00:00:00Z"),
                        List.of("release"),
                        "urn:dev.multiarch:verify",
                        "oci://" + INDEX));
        assertThat(Reports.json(verdict)).isNotEmpty();
    }

    @Test
    void theNewestDecidesWhetherItIsThere() {
        JsonObject passed = json("{\"timeVerified\": \"2026-11-01T00:00:00Z\", \"result\": \"PASSED\", \"n\": 12.0}");
        JsonObject again = json("{\"n\": 12, \"timeVerified\": \"2026-11-03T00:00:00Z\", \"result\": \"PASSED\"}");
        JsonObject failed = json("{\"timeVerified\": \"2026-11-02T00:00:00Z\", \"result\": \"FAILED\", \"n\": 12.0}");
        Instant now = Instant.parse("2026-11-04T00:00:00Z");
        assertThat(Attest.isNewest(List.of(), again, now)).isFalse();
        assertThat(Attest.isNewest(List.of(passed), again, now)).isTrue();
        assertThat(Attest.isNewest(List.of(failed, passed), again, now)).isFalse();
        assertThat(Attest.isNewest(List.of(failed, again, passed), passed, now)).isTrue();
        JsonObject timeless = json("{\"a\": [1.0, {\"b\": 2}]}");
        assertThat(Attest.isNewest(List.of(json("{}"), json("{\"a\": [1, {\"b\": 2.0}]}")), timeless, now))
                .isTrue();
    }

    /** Otherwise nobody could attach a pass that counts until that time has come. */
    @Test
    void whatIsDatedInTheFutureIsAttachedAgain() {
        JsonObject ours = json("{\"timeVerified\": \"2026-11-03T00:00:00Z\", \"result\": \"PASSED\"}");
        JsonObject later = json("{\"timeVerified\": \"2036-11-03T00:00:00Z\", \"result\": \"PASSED\"}");
        Instant now = Instant.parse("2026-11-03T00:00:00Z");
        assertThat(Attest.isNewest(List.of(later), ours, now)).isFalse();
        assertThat(Attest.isNewest(List.of(later), ours, Instant.parse("2036-11-02T23:56:00Z")))
                .isTrue();
    }

    /** Other tools write the offset of their zone. */
    @Test
    void timesAreComparedAsTimes() {
        JsonObject passed = json("{\"timeVerified\": \"2026-11-01T23:00:00-05:00\", \"result\": \"PASSED\"}");
        JsonObject failed = json("{\"timeVerified\": \"2026-11-02T00:00:00Z\", \"result\": \"FAILED\"}");
        assertThat(Attest.isNewest(List.of(failed, passed), passed, Instant.parse("2026-11-04T00:00:00Z")))
                .isTrue();
    }
}
