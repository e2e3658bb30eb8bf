package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Platform;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlanRequest;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.Example;
import dev.multiarch.step.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannedLegsTest {
    private static final Plan PLAN = new PlanRequest(
                    "ghcr.io/org/app",
                    List.of("linux/amd64", "linux/arm64"),
                    RunnerMap.DEFAULT,
                    Optional.of("p"),
                    Optional.empty(),
                    List.of())
            .plan(Map.of(), Instant.EPOCH);
    private static final BuildRecord S390X = Example.built("p", "linux/s390x", 1);
    private static final BuildRecord AMD64 = Example.built("p", "linux/amd64", 1);
    private static final BuildRecord ARM64 = Example.built("p", "linux/arm64", 1);

    @Test
    void exactlyThePlannedLegsComeInThePlansOrder() throws Refused {
        assertThat(match(PLAN, ARM64, AMD64)).containsExactly(AMD64, ARM64);
    }

    @Test
    void oneMissingIsNamed() {
        assertThatThrownBy(() -> match(PLAN, AMD64))
                .isInstanceOf(Refused.class)
                .hasMessage("linux/arm64: planned, but there is no record of it in plan p."
                        + " Fix: build that leg (multiarch build --platform linux/arm64, with the same --plan as merge),"
                        + " then merge again");
    }

    @Test
    void oneTooManyIsNamed() {
        assertThatThrownBy(() -> match(PLAN, AMD64, ARM64, S390X))
                .hasMessage("linux/s390x: there is a record of it, but plan p has only linux/amd64, linux/arm64."
                        + " Fix: plan it, or remove its record, "
                        + S390X.claim().record());
    }

    @Test
    void oneOfAnotherPlanIsNamedAndDoesNotCount() {
        assertThatThrownBy(() -> match(PLAN, AMD64, Example.built("q", "linux/arm64", 1)))
                .hasMessageContainingAll(
                        "linux/arm64: attempt 1 (record sha256:", ") is of another plan, q, expected p")
                .hasMessageContaining("linux/arm64: planned, but there is no record of it");
    }

    @Test
    void oneOfASiblingImageIsNamed() {
        Plan sibling = new PlanRequest(
                        "ghcr.io/org/app-api",
                        List.of("linux/amd64"),
                        RunnerMap.DEFAULT,
                        Optional.of("p"),
                        Optional.empty(),
                        List.of())
                .plan(Map.of(), Instant.EPOCH);

        assertThatThrownBy(() -> match(sibling, AMD64))
                .hasMessageContaining(
                        "linux/amd64: attempt 1 (record " + AMD64.claim().record()
                                + ") is of another image, ghcr.io/org/app, expected ghcr.io/org/app-api");
    }

    @Test
    void oneThatFailedIsNamed() {
        BuildRecord failed = Example.failed("p", "linux/arm64", 3);
        assertThatThrownBy(() -> match(PLAN, AMD64, failed))
                .hasMessage("linux/arm64: attempt 3 (record " + failed.claim().record()
                        + ") failed. Fix: build that leg again");
    }

    @Test
    void aCrashThatItFailedWithIsNamedAsWell() {
        BuildRecord failed = Example.failed("p", "linux/arm64", 3);
        BuildRecord crashed = Example.because(failed, "crashed: the emulated step RUN make (Dockerfile:4) was ended");
        assertThatThrownBy(() -> match(PLAN, AMD64, crashed))
                .hasMessage("linux/arm64: attempt 3 (record " + crashed.claim().record() + ") failed (crashed: the"
                        + " emulated step RUN make (Dockerfile:4) was ended). Fix: build that leg again");
        BuildRecord hostile = Example.because(failed, "ended: ##[error]" + "x".repeat(5_000));
        assertThatThrownBy(() -> match(PLAN, AMD64, hostile))
                .hasMessageContaining("failed (ended: ## [error]xx")
                .message()
                .hasSizeLessThan(700);
    }

    @Test
    void twoRecordsOfOneAttemptAreRefused() {
        assertThatThrownBy(() -> match(PLAN, AMD64, ARM64, ARM64)).hasMessageContaining("two records of attempt 1");
    }

    @Test
    void platformsAreComparedNormalised() {
        assertThat(ARM64.platform()).isEqualTo(Platform.parse("linux/arm64/v8"));
    }

    private static List<BuildRecord> match(Plan plan, BuildRecord... records) throws Refused {
        return PlannedLegs.match(plan, Attempts.of(List.of(records)));
    }
}
