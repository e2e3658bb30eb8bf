package dev.multiarch.build;

import java.util.Locale;

/** How the steps of a build are shown while it runs. */
public enum Progress {
    /** As the program that builds prints them. */
    PLAIN,
    /** A line a step, once it has ended. */
    TABLE;

    /** As it is typed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
