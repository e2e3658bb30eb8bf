package dev.multiarch.image;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an image is for the platform that an index or a plan promises. Only what documents state is compared: a config
 * without a variant contradicts no variant, as builders left it out for years (moby/buildkit 955). Where only the config
 * states one, clients that take the promised platform must be able to run it.
 */
public final class PlatformMatch {
    /** Docker's older names, which say the variant as well. */
    private static final Set<String> WITH_VARIANT = Set.of("armhf", "armel");

    private PlatformMatch() {}

    /**
     * @param promised with its {@code spelling} in the document
     * @param found in the image, with its spelling
     */
    public static boolean matches(Platform promised, String spelling, Optional<Platform> found, String foundSpelling) {
        if (found.isEmpty()) {
            return false;
        }
        Platform actual = found.get();
        // BuildKit leaves the version of Windows out of some entries.
        boolean versions =
                !promised.osVersion().isEmpty() && !actual.osVersion().isEmpty();
        if (!promised.os().equals(actual.os())
                || !promised.architecture().equals(actual.architecture())
                || versions && !promised.osVersion().equals(actual.osVersion())) {
            return false;
        }
        if (!statesVariant(foundSpelling) || promised.variant().equals(actual.variant())) {
            return true;
        }
        return !statesVariant(spelling)
                && ClientOrder.of(promised.withoutVersion()).takes(actual.withoutVersion());
    }

    private static boolean statesVariant(String spelling) {
        String[] parts = spelling.replaceFirst("\\(.*\\)", "").split("/");
        return parts.length > 2 || parts.length > 1 && WITH_VARIANT.contains(parts[1].toLowerCase(Locale.ROOT));
    }
}
