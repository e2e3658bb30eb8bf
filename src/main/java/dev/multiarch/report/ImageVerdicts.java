package dev.multiarch.report;

import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of many images that one call was to judge.
 *
 * @param each in the order in which they were named
 */
public record ImageVerdicts(List<Verdict.Judged> policies, List<Each> each) {
    private static final List<Outcome> ORDER = List.of(Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS);

    public ImageVerdicts {
        policies = List.copyOf(policies);
        each = List.copyOf(each);
    }

    /**
     * What became of one image.
     *
     * @param reference as it was named
     * @param verdict empty if it could not be read
     * @param failure why it could not be read; else empty
     * @param left what says how many findings were left out; else empty
     */
    public record Each(String reference, Optional<Verdict> verdict, String failure, String left) {
        static Each of(Verdict verdict) {
            return new Each(verdict.subject().name(), Optional.of(verdict), "", "");
        }

        public Outcome outcome() {
            return verdict.map(Verdict::outcome).orElse(Outcome.UNKNOWN);
        }
    }

    /** The worst of all: one that fails outweighs any that could not be judged. */
    public Outcome outcome() {
        return each.stream()
                .map(Each::outcome)
                .min(Comparator.comparing(ORDER::indexOf))
                .orElse(Outcome.UNKNOWN);
    }

    /** Those that failed first, otherwise as they were named. */
    List<Each> worstFirst() {
        return each.stream()
                .sorted(Comparator.comparing(image -> ORDER.indexOf(image.outcome())))
                .toList();
    }

    long count(Outcome outcome) {
        return each.stream().filter(image -> image.outcome() == outcome).count();
    }

    /** Their repository where they have the same, so that code scanning knows their findings again; else {@code images}. */
    String title() {
        List<String> repositories = each.stream()
                .map(image -> SarifResults.repository(image.reference()))
                .distinct()
                .limit(2)
                .toList();
        return repositories.size() == 1 ? repositories.get(0) : "images";
    }

    /** {@code 3 images: 1 passed, 1 failed, 1 unknown}. */
    String counts() {
        return each.size() + (each.size() == 1 ? " image: " : " images: ") + count(Outcome.PASS) + " passed, "
                + count(Outcome.FAIL) + " failed, " + count(Outcome.UNKNOWN) + " unknown";
    }
}
