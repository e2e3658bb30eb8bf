package dev.multiarch.profile;

import java.util.Locale;

/** Whether a registry does something. */
public enum Support {
    YES,
    NO,
    /** It could not be tried, or the answer says nothing about it. */
    UNKNOWN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
