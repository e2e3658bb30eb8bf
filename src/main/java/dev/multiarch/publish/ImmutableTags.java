package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import java.util.List;
import java.util.Optional;

/** The tags that policies keep at their images. */
record ImmutableTags(List<Policy> policies) {
    private static final String FIX = ". Fix: give the candidate a new tag";

    /** Which policies say so of this tag; empty where none does. */
    Optional<String> says(Reference tag) {
        String name = tag.tag().orElse("latest");
        List<String> by = policies.stream()
                .filter(policy -> policy.immutableTags().stream().anyMatch(pattern -> pattern.matches(name)))
                .map(Policy::name)
                .distinct()
                .toList();
        return by.isEmpty()
                ? Optional.empty()
                : Optional.of(tag + " is immutable (immutable-tags in policy " + String.join(", ", by) + ")");
    }

    /** Why a tag that points to other images may not move. */
    Optional<String> refusal(Reference tag, Digest there, Digest candidate) {
        return says(tag)
                .map(fixed -> fixed + ": it points to " + there + ", the candidate is " + candidate
                        + ". No tag was moved" + FIX);
    }

    /**
     * Of several calls that found no such tag, the ones whose images do not end up under it have failed.
     *
     * @param there what the tag points to by now
     */
    Optional<String> lost(Reference tag, CurrentTag there, PublishedIndex candidate) {
        boolean same = there.index()
                .filter(index -> SameImages.butForFactsAndAttestations(index.document(), candidate.document()))
                .isPresent();
        return same
                ? Optional.empty()
                : says(tag)
                        .map(fixed -> fixed + ", and another call pushed it at the same time: it points to "
                                + there.digest() + ", the candidate is "
                                + candidate.document().digest() + FIX);
    }
}
