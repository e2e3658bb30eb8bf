package dev.multiarch.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.rebuild.RebuildBudget.Batch;
import dev.multiarch.rebuild.RebuildBudget.Choice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
                                Fact.unknown("nobody knows"),
                                Fact.known(Duration.ofMinutes(1), FactSource.RECORD),
                                Optional.empty(),
                                List.of(new Reason(cause, "why", false)),
                                List.of(),
                                List.of(),
                                List.of())))
                .toList());
    }

    @Test
    void theMostUrgentBatchIsTakenThoughItHasMoreLegsThanWanted() {
        Batch urgent = batch(Cause.VULNERABLE_BASE, 3);
        Batch later = batch(Cause.AGE, 1);
        assertThat(new RebuildBudget(2, Optional.empty())
                        .choose(List.of(later, urgent))
                        .legs())
                .containsExactlyInAnyOrderElementsOf(urgent.legs());
    }

    @Test
    void aLaterBatchIsTakenOnlyIfAllOfItFits() {
        Batch urgent = batch(Cause.VULNERABLE_BASE, 1);
        Batch large = batch(Cause.BASE_MOVED, 3);
        Batch small = batch(Cause.AGE, 1);
        assertThat(new RebuildBudget(2, Optional.empty())
                        .choose(List.of(large, small, urgent))
                        .legs())
                .containsExactlyInAnyOrder(urgent.legs().get(0), small.legs().get(0));
    }

    @Test
    void whatNoMatrixTakesIsNotChosen() {
        Batch huge = batch(Cause.VULNERABLE_BASE, RebuildBudget.MOST_LEGS + 1);
        Batch small = batch(Cause.AGE, 1);
        for (int most : List.of(RebuildBudget.MOST_LEGS, 8)) {
            RebuildBudget.Chosen chosen = new RebuildBudget(most, Optional.empty()).choose(List.of(huge, small));
            assertThat(chosen.legs()).containsExactlyElementsOf(small.legs());
            assertThat(chosen.left().keySet()).containsExactlyElementsOf(huge.legs());
            assertThat(new HashSet<>(chosen.left().values()))
                    .containsExactly(
                            "all 257 platforms of its image are built together, and a matrix of GitHub takes at"
                                    + " most 256 legs. Fix: leave out --revision, so that each is built by itself, or build the"
                                    + " image by multiarch plan");
        }
    }

    @Test
    void whatIsLeftNamesTheLimitThatKeepsItOut() {
        List<Batch> many = new ArrayList<>(batches(batch(Cause.BASE_MOVED, RebuildBudget.MOST_LEGS)));
        Batch over = batch(Cause.AGE, 1);
        many.add(over);
        Choice last = over.legs().get(0);
        assertThat(new RebuildBudget(RebuildBudget.MOST_LEGS, Optional.empty())
                        .choose(many)
                        .left())
                .isEqualTo(Map.of(
                        last,
                        "left for later: 256 legs are the most that a matrix of GitHub takes. Fix: call rebuild again when"
                                + " these are built"));
        assertThat(new RebuildBudget(1, Optional.of(Duration.ofMinutes(9)))
                        .choose(many)
                        .left())
                .containsEntry(last, "left for later: more than --max-legs 1");
        assertThat(new RebuildBudget(200, Optional.of(Duration.ofMinutes(1)))
                        .choose(many)
                        .left())
                .containsEntry(last, "left for later: more than --max-minutes 1 (1m)");
    }

    private static List<Batch> batches(Batch all) {
        return all.legs().stream().map(leg -> new Batch(List.of(leg))).toList();
    }

    private static Choice claiming(String built, Duration took, Reason... reasons) {
        return leg(
                Fact.known(Instant.parse(built), FactSource.ANNOTATION),
                Fact.known(took, FactSource.ANNOTATION),
                reasons);
    }

    private static Choice recorded(String built, Duration took, Reason... reasons) {
        return leg(Fact.known(Instant.parse(built), FactSource.RECORD), Fact.known(took, FactSource.RECORD), reasons);
    }

    private static Choice leg(Fact<Instant> built, Fact<Duration> took, Reason... reasons) {
        Digest digest = Digest.of((built + " " + List.of(reasons)).getBytes(StandardCharsets.UTF_8));
        return new Choice(
                null,
                new LegState(
                        PublishedApp.AMD64,
                        digest,
                        built,
                        took,
                        Optional.empty(),
                        List.of(reasons),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    private static Set<Choice> chosen(RebuildBudget budget, Choice... legs) {
        return budget.choose(Stream.of(legs).map(leg -> new Batch(List.of(leg))).toList())
                .legs();
    }

    /** Who pushes an image writes its annotations: a date of 1970, a base that moved, a build of thirty years. */
    @Test
    void noClaimTakesThePlaceOfWhatIsRecorded() {
        var one = new RebuildBudget(1, Optional.empty());
        Duration quick = Duration.ofMinutes(1);
        Choice known = recorded("2026-10-01T00:00:00Z", quick, new Reason(Cause.AGE, "old", false));
        Choice older = recorded("2026-09-01T00:00:00Z", quick, new Reason(Cause.AGE, "old", false));
        for (Cause cause : Cause.values()) {
            Choice claim = claiming("1970-01-01T00:00:00Z", quick, new Reason(cause, "so it says", true));
            assertThat(chosen(one, claim, known)).as(cause.word()).containsExactly(known);
        }
        Choice both = claiming(
                "1970-01-01T00:00:00Z",
                quick,
                new Reason(Cause.VULNERABLE_BASE, "so it says", true),
                new Reason(Cause.AGE, "known", false));
        assertThat(chosen(one, both, known))
                .as("of one cause, and one date is a claim")
                .containsExactly(known);
        assertThat(chosen(one, known, older)).containsExactly(older);
        Choice vulnerable = claiming("2026-01-01T00:00:00Z", quick, new Reason(Cause.VULNERABLE_BASE, "x", true));
        Choice aged = claiming("1970-01-01T00:00:00Z", quick, new Reason(Cause.AGE, "x", true));
        assertThat(chosen(one, aged, vulnerable)).as("among claims").containsExactly(vulnerable);
    }

    @Test
    void aClaimedDurationCountsAsTheLongestRecordedOne() {
        var night = new RebuildBudget(9, Optional.of(Duration.ofMinutes(30)));
        Choice first =
                recorded("2026-09-01T00:00:00Z", Duration.ofMinutes(10), new Reason(Cause.BASE_MOVED, "x", false));
        Choice other = leg(Fact.unknown("x"), Fact.unknown("x"), new Reason(Cause.NO_RECORD, "x", false));
        Choice endless =
                claiming("2026-09-01T00:00:00Z", Duration.ofDays(9_999), new Reason(Cause.NO_RECORD, "y", false));
        Choice nothing = claiming("2026-09-01T00:00:00Z", Duration.ZERO, new Reason(Cause.AGE, "y", true));
        assertThat(chosen(night, endless, other, nothing, first)).containsExactlyInAnyOrder(first, endless, other);
    }
}
