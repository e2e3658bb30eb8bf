package dev.multiarch.policy;

import dev.multiarch.image.Platform;
import java.util.Optional;
import java.util.Set;

/**
 * On which platforms a rule holds as it is set: on one that a policy overrides it for, or on all but those.
 *
 * @param only the one; empty where it holds on all but {@code except}
 */
public record Scope(Optional<Platform> only, Set<Platform> except) {
    public static final Scope ALL = new Scope(Optional.empty(), Set.of());

    public static Scope of(Platform platform) {
        return new Scope(Optional.of(platform), Set.of());
    }

    public static Scope allBut(Set<Platform> platforms) {
        return new Scope(Optional.empty(), Set.copyOf(platforms));
    }

    /** No override is for an entry whose platform can't be read. */
    public boolean includes(Optional<Platform> platform) {
        return only.isPresent() ? only.equals(platform) : platform.isEmpty() || !except.contains(platform.get());
    }
}
