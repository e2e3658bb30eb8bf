package dev.multiarch.host.diagnosis;

import dev.multiarch.host.Builder;
import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the builder means for a cause. */
final class BuilderEvidence {
    private static final String DOCKER = "docker";
    private static final Set<String> ANYWHERE = Set.of("remote", "kubernetes", "cloud");

    private BuilderEvidence() {}

    /** Its refusals come from the driver alone. */
    static List<Evidence> isDocker(KnownFacts known, List<Platform> platforms) {
        return driver(known, EvidenceDirection.FOR, EvidenceDirection.AGAINST, "");
    }

    static List<Evidence> isNotDocker(KnownFacts known, List<Platform> platforms) {
        return driver(known, EvidenceDirection.AGAINST, EvidenceDirection.FOR, "");
    }

    /** The docker driver uses the daemon's settings, all others use their own. */
    static List<Evidence> hasOwnSettings(KnownFacts known, List<Platform> platforms) {
        return driver(
                known,
                EvidenceDirection.OPEN,
                EvidenceDirection.FOR,
                ": it reads neither the daemon's settings nor this host's CAs");
    }

    /** Whether the builder may well be on another host, so that nothing of this one decides. */
    static Optional<Evidence> elsewhere(KnownFacts known) {
        return known.builder()
                .value()
                .filter(builder -> ANYWHERE.contains(builder.driver()))
                .map(builder -> Evidence.of(
                        EvidenceDirection.OPEN,
                        says(builder) + ", which may run on another host: the entries of this host say nothing about"
                                + " it",
                        known.builder()));
    }

    private static List<Evidence> driver(
            KnownFacts known, EvidenceDirection docker, EvidenceDirection other, String andSo) {
        Optional<Builder> builder = known.builder().value();
        if (builder.isEmpty()) {
            return List.of(Evidence.unknown("the builder", known.builder()));
        }
        if (builder.get().driver().isEmpty()) {
            return List.of(Evidence.of(
                    EvidenceDirection.OPEN, "builder " + builder.get().name() + " can't be reached", known.builder()));
        }
        if (!builder.get().hasKnownDriver()) {
            return List.of(Evidence.of(
                    EvidenceDirection.OPEN, says(builder.get()) + ", which is not one of Docker's", known.builder()));
        }
        boolean isDocker = builder.get().driver().equals(DOCKER);
        return List.of(
                Evidence.of(isDocker ? docker : other, says(builder.get()) + (isDocker ? "" : andSo), known.builder()));
    }

    private static String says(Builder builder) {
        return "builder " + builder.name() + " has the driver " + builder.driver();
    }
}
