package dev.multiarch.profile;

import java.util.Optional;

/**
 * One line of a profile.
 *
 * @param answer what the registry answered, or why nobody knows; it may quote the registry
 */
public record Trial(Feature feature, Support support, String answer) {
    /** What it means for those who publish. */
    public Optional<String> follows() {
        return feature.follows(support);
    }

    /** The page about what is not supported. */
    public Optional<String> diagnosis() {
        return support == Support.NO ? Optional.of(feature.page()) : Optional.empty();
    }
}
