package dev.multiarch.publish;

import java.util.List;
import java.util.Optional;

/**
 * What became of a promotion.
 *
 * @param moved what became of each tag; empty where it failed, and where no tag was asked for
 * @param tags where each tag points to; only where it failed
 * @param failure why it failed: refused, or something that went wrong
 */
public record Promotion(List<Promote.Moved> moved, List<TagState> tags, Optional<Exception> failure) {
    /** No tag was to move. */
    public static final Promotion NONE = new Promotion(List.of(), List.of(), Optional.empty());
}
