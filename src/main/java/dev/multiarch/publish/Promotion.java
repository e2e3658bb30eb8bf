package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import java.util.List;
import java.util.Optional;

/**
 * What became of a promotion.
 *
 * @param moved what became of each tag; empty where it failed, and where no tag was asked for
 * @param tags where each tag points to; only where it failed
 * @param failure why it failed: refused, or something that went wrong
 * @param brief the failure without what {@code tags} says; empty where the failure says nothing of it
 * @param instead the index that tags got in place of the candidate, as one of them had it already
 */
public record Promotion(
        List<Promote.Moved> moved,
        List<TagState> tags,
        Optional<Exception> failure,
        String brief,
        Optional<PublishedIndex> instead) {
    /** No tag was to move. */
    public static final Promotion NONE = of(List.of(), Optional.empty());

    /**
     * What the tags hold. Where none moved or stayed, and where some of them have it, that is the candidate; where they hold
     * several others, the one of the first tag, if possible in the candidate's repository.
     */
    public Digest held(Reference candidate) {
        Digest made = candidate.digest().orElseThrow();
        List<Digest> all = moved.stream()
                .filter(move -> move.platform().isEmpty())
                .sorted((one, other) -> Boolean.compare(isElsewhere(one, candidate), isElsewhere(other, candidate)))
                .map(Promote.Moved::after)
                .toList();
        return all.isEmpty() || all.contains(made) ? made : all.get(0);
    }

    private static boolean isElsewhere(Promote.Moved move, Reference candidate) {
        return !move.tag().name().equals(candidate.name());
    }

    static Promotion of(List<Promote.Moved> moved, Optional<PublishedIndex> instead) {
        return new Promotion(moved, List.of(), Optional.empty(), "", instead);
    }

    static Promotion failed(List<TagState> tags, Exception failure, String brief) {
        return new Promotion(List.of(), tags, Optional.of(failure), brief, Optional.empty());
    }
}
