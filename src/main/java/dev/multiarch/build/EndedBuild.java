package dev.multiarch.build;

import java.util.Optional;
import java.util.Set;

/** What is left of a build whose program was ended. */
interface EndedBuild {
    /** What of this kind is there now, by its names; empty where that is not known. */
    Optional<Set<String>> references();

    /**
     * In a sentence without its full stop.
     *
     * @param before the references while it still ran
     */
    String remaining(Optional<Set<String>> before);
}
