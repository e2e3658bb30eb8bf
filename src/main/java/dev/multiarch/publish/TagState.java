package dev.multiarch.publish;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import java.util.List;
import java.util.Optional;

/**
 * Where a tag points to after something went wrong.
 *
 * @param digest empty where the registry has no such tag, or where it could not be asked
 * @param problem why it could not be asked; empty otherwise
 */
public record TagState(Reference tag, Optional<Digest> digest, String problem) {
    static TagState read(Registry registry, Reference tag) {
        try {
            return new TagState(tag, registry.awaiting().resolve(tag), "");
        } catch (RegistryException e) {
            return new TagState(tag, Optional.empty(), e.getMessage());
        }
    }

    /** The same of several, in their order. */
    static List<TagState> read(Registry registry, List<Reference> tags) {
        return AtOnce.<Reference, TagState, RuntimeException>map(tags, AtOnce.REQUESTS, tag -> read(registry, tag));
    }

    public boolean isAt(Digest candidate) {
        return digest.equals(Optional.of(candidate));
    }

    /** As a part of a sentence about this candidate. */
    public String relatedTo(Digest candidate) {
        if (!problem.isEmpty()) {
            // Without its own advice and full stop: the sentence goes on, and ends with an advice for the whole.
            return "It is not known where " + tag + " points to: "
                    + problem.replaceFirst("(?s)\\.? Fix: .*", "").replaceFirst("\\.$", "");
        }
        return tag + " points to "
                + (isAt(candidate) ? "it" : digest.map(Digest::toString).orElse("nothing"));
    }
}
