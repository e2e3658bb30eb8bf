package dev.multiarch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckoutTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Instant COMMITTED = Instant.parse("2026-01-01T08:00:00Z");
    private static final Map<String, String> TAG = Map.of(
            "GITHUB_SHA", "6dcb09b5b57875f334f61aebed695e2e4193db5e",
            "GITHUB_REPOSITORY", "org/app",
            "GITHUB_REF_TYPE", "tag",
            "GITHUB_REF_NAME", "v1.2.3");

    @Test
    void anImageSaysWhereItComesFrom() {
        assertThat(plan(TAG).labels())
                .isEqualTo(Map.of(
                        "org.opencontainers.image.source", "https://github.com/org/app",
                        "org.opencontainers.image.revision", "6dcb09b5b57875f334f61aebed695e2e4193db5e",
                        "org.opencontainers.image.version", "1.2.3",
                        "org.opencontainers.image.created", "2026-01-01T08:00:00Z"));
    }

    @Test
    void aBranchIsNoVersionAndANameKeepsItsV() {
        assertThat(plan(with("GITHUB_REF_TYPE", "branch")).labels())
                .doesNotContainKey("org.opencontainers.image.version");
        assertThat(plan(with("GITHUB_REF_NAME", "vendor")).labels())
                .containsEntry("org.opencontainers.image.version", "vendor");
    }

    /** Git has no such name, but whatever sets the variable may. */
    @Test
    void aNameOfTwoLinesIsNoVersion() {
        Plan plan = plan(with("GITHUB_REF_NAME", "v1\n::error::owned"));
        assertThat(plan.labels()).doesNotContainKey("org.opencontainers.image.version");
        assertThat(Plan.read(plan.write(), "plan.json")).isEqualTo(plan);
    }

    @Test
    void sourceDateEpochIsWhenItWasMade() {
        Plan plan = plan(with("SOURCE_DATE_EPOCH", "86400"));
        assertThat(plan.labels()).containsEntry("org.opencontainers.image.created", "1970-01-02T00:00:00Z");
        assertThat(Plan.read(plan.write(), "plan.json")).isEqualTo(plan);
        assertThat(plan.checkout().epoch()).contains(86400L);
    }

    @Test
    void outsideOfAWorkflowThereAreNoLabels() {
        assertThat(plan(Map.of("SOURCE_DATE_EPOCH", "1")).labels()).isEmpty();
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> all = new java.util.HashMap<>(TAG);
        all.put(name, value);
        return all;
    }

    private static Plan plan(Map<String, String> environment) {
        return new PlanRequest(
                        "ghcr.io/org/app",
                        List.of("linux/amd64"),
                        RunnerMap.DEFAULT,
                        Optional.empty(),
                        Optional.empty(),
                        List.of())
                .plan(environment, NOW, Optional.of(COMMITTED));
    }
}
