package dev.multiarch.publish;

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

    static Promotion of(List<Promote.Moved> moved, Optional<PublishedIndex> instead) {
        return new Promotion(moved, List.of(), Optional.empty(), "", instead);
    }

    static Promotion failed(List<TagState> tags, Exception failure, String brief) {
        return new Promotion(List.of(), tags, Optional.of(failure), brief, Optional.empty());
    }
}
