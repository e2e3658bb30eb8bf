package dev.multiarch.policy;

import java.util.Locale;

/** What became of one rule on one platform; a verdict as a whole is pass, fail or unknown. */
public enum Outcome {
    PASS,
    FAIL,
    WAIVED,
    /** The rule does not apply here, and the message says why. */
    SKIPPED,
    /** The rule could not be evaluated; never a pass. */
    UNKNOWN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
