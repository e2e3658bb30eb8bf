package dev.multiarch.rebuild;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import java.util.List;

/**
 * What is known of one index.
 *
 * @param legs in the index's order
 * @param notes what concerns no single platform, a sentence each: it keeps the answer from being complete
 */
public record ImageState(PublishedImage published, List<LegState> legs, List<String> notes) {
    public ImageState {
        legs = List.copyOf(legs);
        notes = List.copyOf(notes);
    }

    public boolean isStale() {
        return legs.stream().anyMatch(LegState::isStale);
    }

    /** Whether a policy has something against it that a rebuild would not change. */
    public boolean isLasting() {
        return legs.stream().anyMatch(leg -> !leg.lasting().isEmpty());
    }

    /** Whether something could not be found out, of the whole or of a leg that is not built again anyway. */
    public boolean isUnsure() {
        return !notes.isEmpty() || legs.stream().anyMatch(LegState::isUnsure);
    }

    /** As people name it: the repository with its tags, or else with the digest. */
    public String name() {
        List<String> tags = published.tags();
        return tags.isEmpty() ? published.image().toString() : published.image().name() + ":" + String.join(", ", tags);
    }

    public Digest digest() {
        return published.digest();
    }

    List<Platform> platforms() {
        return legs.stream().map(LegState::platform).toList();
    }
}
