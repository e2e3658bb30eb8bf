package dev.multiarch.dockerfile.advice;

import dev.multiarch.image.Platform;
import java.util.Optional;

/**
 * What a stage runs on.
 *
 * @param fixed where it is a fixed platform
 */
record RunsOn(Kind kind, Optional<Platform> fixed) {
    enum Kind {
        TARGET,
        BUILDER,
        FIXED,
        UNKNOWN
    }

    static final RunsOn TARGET = new RunsOn(Kind.TARGET, Optional.empty());
    static final RunsOn BUILDER = new RunsOn(Kind.BUILDER, Optional.empty());
    static final RunsOn UNKNOWN = new RunsOn(Kind.UNKNOWN, Optional.empty());

    static RunsOn fixed(Platform platform) {
        return new RunsOn(Kind.FIXED, Optional.of(platform));
    }

    Machine machine(Platform target) {
        return switch (kind) {
            case TARGET -> new Machine(Optional.of(target), target);
            case FIXED -> new Machine(fixed, target);
            default -> new Machine(Optional.empty(), target);
        };
    }
}
