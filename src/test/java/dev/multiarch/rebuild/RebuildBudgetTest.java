package dev.multiarch.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.rebuild.RebuildBudget.Batch;
import dev.multiarch.rebuild.RebuildBudget.Choice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which batches are built in one go. */
class RebuildBudgetTest {
    private static Batch batch(Cause cause, int legs) {
        return new Batch(IntStream.range(0, legs)
                .mapToObj(i -> new Choice(
                        null,
                        new LegState(
                                PublishedApp.AMD64,
                                Digest.of((cause + " " + i).getBytes(StandardCharsets.UTF_8)),
                                Optional.empty(),
                                Optional.of(Duration.ofMinutes(1)),
                                Optional.empty(),
                                List.of(new Reason(cause, "why")),
                                List.of(),
                                List.of(),
                                List.of())))
                .toList());
    }

    @Test
    void theMostUrgentBatchIsTakenThoughItHasMoreLegsThanWanted() {
        Batch urgent = batch(Cause.VULNERABLE_BASE, 3);
        Batch later = batch(Cause.AGE, 1);
        assertThat(new RebuildBudget(2, Optional.empty()).choose(List.of(later, urgent)))
                .containsExactlyInAnyOrderElementsOf(urgent.legs());
    }

    @Test
    void aLaterBatchIsTakenOnlyIfAllOfItFits() {
        Batch urgent = batch(Cause.VULNERABLE_BASE, 1);
        Batch large = batch(Cause.BASE_MOVED, 3);
        Batch small = batch(Cause.AGE, 1);
        assertThat(new RebuildBudget(2, Optional.empty()).choose(List.of(large, small, urgent)))
                .containsExactlyInAnyOrder(urgent.legs().get(0), small.legs().get(0));
    }

    @Test
    void whatNoMatrixTakesIsNotChosen() {
        Batch huge = batch(Cause.VULNERABLE_BASE, RebuildBudget.MOST_LEGS + 1);
        Batch small = batch(Cause.AGE, 1);
        assertThat(new RebuildBudget(RebuildBudget.MOST_LEGS, Optional.empty()).choose(List.of(huge, small)))
                .containsExactlyElementsOf(small.legs());
    }
}
