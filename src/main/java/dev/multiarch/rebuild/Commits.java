package dev.multiarch.rebuild;

import java.time.Instant;
import java.util.Optional;

/** What the checkout that the command is called in knows of commits. */
public interface Commits {
    /** When it was made; empty where that is not known. */
    Optional<Instant> time(String commit);

    /**
     * Why a commit that only a registry names is not built. Who can push images may not be allowed to push commits, and what
     * is built gets secrets. GitHub hands out the commits of forks under the name of the repository too.
     */
    Optional<String> obstacle(String commit);
}
