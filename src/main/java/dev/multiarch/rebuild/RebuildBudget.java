package dev.multiarch.rebuild;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How much is built in one go: the most urgent legs first. The most urgent batch is taken however long it is expected to take,
 * and however many legs belong to it, so that it is not left every night; a later one only if it fits into what is left.
 *
 * @param legs at most, unless more belong to the most urgent batch
 * @param time at most, of all builds together as they took the last time; a leg that nothing is known of counts as the longest
 *     of the others
 */
public record RebuildBudget(int legs, Optional<Duration> time) {
    /** What a matrix of GitHub takes. */
    public static final int MOST_LEGS = 256;

    /** One leg of one image. */
    record Choice(ImageState image, LegState leg) {}

    /** Legs that belong together: one, or all of an image where each is built. */
    record Batch(List<Choice> legs) {
        private LegState mostUrgent() {
            return legs.stream().map(Choice::leg).min(LegState.MOST_URGENT).orElseThrow();
        }
    }

    /** The legs to be built, in the order of their urgency. */
    Set<Choice> choose(List<Batch> stale) {
        List<Batch> urgent = new ArrayList<>(stale);
        urgent.sort(Comparator.comparing(Batch::mostUrgent, LegState.MOST_URGENT));
        Duration longest = stale.stream()
                .flatMap(batch -> batch.legs().stream())
                .flatMap(choice -> choice.leg().duration().stream())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Set<Choice> chosen = new HashSet<>();
        Duration spent = Duration.ZERO;
        for (Batch batch : urgent) {
            Duration takes = batch.legs().stream()
                    .map(choice -> choice.leg().duration().orElse(longest))
                    .reduce(Duration.ZERO, Duration::plus);
            int all = chosen.size() + batch.legs().size();
            boolean fits = all <= legs && isWithin(spent.plus(takes));
            // Left tonight, it would be left each night; but more than a matrix takes can't be built in one go at all.
            boolean first = chosen.isEmpty() && all <= MOST_LEGS;
            if (fits || first) {
                chosen.addAll(batch.legs());
                spent = spent.plus(takes);
            }
        }
        return chosen;
    }

    private boolean isWithin(Duration all) {
        return time.filter(most -> all.compareTo(most) > 0).isEmpty();
    }
}
