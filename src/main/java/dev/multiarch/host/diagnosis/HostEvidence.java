package dev.multiarch.host.diagnosis;

import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Optional;

/** What this host's resources mean for a cause. */
final class HostEvidence {
    private static final long LITTLE = 5L << 30; // of a legs' layers and cache, a few GiB are gone in one build
    private static final long MIB = 1 << 20;

    private HostEvidence() {}

    static List<Evidence> freeDisk(KnownFacts known, List<Platform> platforms) {
        Optional<Long> free = known.freeDisk().value();
        return free.isEmpty()
                ? List.of(Evidence.unknown("free disk space", known.freeDisk()))
                : List.of(Evidence.of(
                        free.get() < LITTLE ? EvidenceDirection.FOR : EvidenceDirection.OPEN,
                        free.get() / MIB + " MiB are free now",
                        known.freeDisk()));
    }
}
