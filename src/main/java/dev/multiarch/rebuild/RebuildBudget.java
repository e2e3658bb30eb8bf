package dev.multiarch.rebuild;

import dev.multiarch.plan.Plan;
import dev.multiarch.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How much is built in one go: the most urgent legs first. The most urgent batch is taken however long it is expected to take,
 * and however many legs belong to it, so that it is not left every night; a later one only if it fits into what is left.
 *
 * @param legs at most, unless more belong to the most urgent batch
 * @param time at most, of all builds together as they took the last time by their records; a leg without one counts as the
 *     longest of the others, whatever its image says of it
 */
public record RebuildBudget(int legs, Optional<Duration> time) {
    /** What a matrix of GitHub takes. */
    public static final int MOST_LEGS = Plan.MOST_LEGS;

    /** One leg of one image. */
    record Choice(ImageState image, LegState leg) {}

    /** Legs that belong together: one, or all of an image where each is built. */
    record Batch(List<Choice> legs) {
        private LegState mostUrgent() {
            return legs.stream().map(Choice::leg).min(LegState.MOST_URGENT).orElseThrow();
        }
    }

    /**
     * @param legs to be built
     * @param left why the others are not, in the order of their urgency
     */
    record Chosen(Set<Choice> legs, Map<Choice, String> left) {}

    Chosen choose(List<Batch> stale) {
        List<Batch> urgent = new ArrayList<>(stale);
        urgent.sort(Comparator.comparing(Batch::mostUrgent, LegState.MOST_URGENT));
        Duration longest = stale.stream()
                .flatMap(batch -> batch.legs().stream())
                .flatMap(choice -> choice.leg().recordedDuration().stream())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Set<Choice> chosen = new HashSet<>();
        Map<Choice, String> left = new LinkedHashMap<>();
        Duration spent = Duration.ZERO;
        for (Batch batch : urgent) {
            Duration takes = batch.legs().stream()
                    .map(choice -> choice.leg().recordedDuration().orElse(longest))
                    .reduce(Duration.ZERO, Duration::plus);
            int all = chosen.size() + batch.legs().size();
            boolean fits = all <= legs && isWithin(spent.plus(takes));
            // Left tonight, it would be left each night; but more than a matrix takes can't be built in one go at all.
            boolean first = chosen.isEmpty() && all <= MOST_LEGS;
            if (fits || first) {
                chosen.addAll(batch.legs());
                spent = spent.plus(takes);
            } else {
                String why = all > legs ? overLegs(batch.legs().size()) : overTime();
                batch.legs().forEach(choice -> left.put(choice, why));
            }
        }
        return new Chosen(chosen, left);
    }

    private String overLegs(int together) {
        if (together > MOST_LEGS) {
            return "all " + together
                    + " platforms of its image are built together, and a matrix of GitHub takes at most "
                    + MOST_LEGS
                    + " legs. Fix: leave out --revision, so that each is built by itself, or build the image by"
                    + " multiarch plan";
        }
        return legs == MOST_LEGS
                ? "left for later: " + MOST_LEGS + " legs are the most that a matrix of GitHub takes. Fix: call rebuild"
                        + " again when these are built"
                : "left for later: more than --max-legs " + legs;
    }

    private String overTime() {
        Duration most = time.orElseThrow();
        return "left for later: more than --max-minutes " + most.toMinutes() + " (" + Durations.print(most) + ")";
    }

    private boolean isWithin(Duration all) {
        return time.filter(most -> all.compareTo(most) > 0).isEmpty();
    }
}
