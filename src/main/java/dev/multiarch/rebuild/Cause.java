package dev.multiarch.rebuild;

import java.util.Locale;

/** Why a leg is to be built again. The most urgent comes first. */
public enum Cause {
    /** A base image is on the user's list of vulnerable ones. */
    VULNERABLE_BASE,
    /** QEMU or BuildKit had a version that is known to build wrongly. */
    KNOWN_BAD,
    /** A policy that is named does not pass any more. */
    VERDICT,
    /** A base image's name leads to another image of this platform now. */
    BASE_MOVED,
    /** Nothing is known of how it was built. */
    NO_RECORD,
    /** It was built longer ago than allowed. */
    AGE;

    /** As people type and read it: {@code base-moved}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
