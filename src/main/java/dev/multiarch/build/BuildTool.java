package dev.multiarch.build;

import java.util.Locale;

/** What builds a leg. */
public enum BuildTool {
    BUILDX,
    BUILDAH,
    PODMAN;

    /** As it is typed, which is the program's name too. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
