package dev.multiarch.host.diagnosis;

import dev.multiarch.image.Platform;
import java.util.List;

/** Says what the known facts mean for one cause. */
interface EvidenceSource {
    /** For causes that no host decides: a Dockerfile's or a registry's. */
    EvidenceSource NONE = (known, platforms) -> List.of();

    /** @param platforms those that the log or the caller names; empty where neither does */
    List<Evidence> testify(KnownFacts known, List<Platform> platforms);
}
