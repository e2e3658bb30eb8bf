package dev.multiarch.step;

import dev.multiarch.image.Reference;
import dev.multiarch.record.ObjectStore;
import java.util.Optional;

/** Where merges that move the same tag leave word for each other: all of them in the same place, or they race unseen. */
public interface IntentPlace {
    /**
     * The intents of one tag.
     *
     * @param folder of the store, with a slash at its end, in which nothing else is
     */
    record Folder(ObjectStore store, String folder) {}

    Optional<Folder> of(Reference tag);

    /** Why merges of the same tag may not find each other's intents; empty where they do. */
    Optional<String> gap();

    /** No intents are kept, and there is no need to say so. */
    IntentPlace NONE = new Nowhere(Optional.empty());

    /** No intents are kept. */
    static IntentPlace none(String gap) {
        return new Nowhere(Optional.of(gap));
    }

    /** Where no intents are kept. */
    record Nowhere(Optional<String> gap) implements IntentPlace {
        @Override
        public Optional<Folder> of(Reference tag) {
            return Optional.empty();
        }
    }
}
