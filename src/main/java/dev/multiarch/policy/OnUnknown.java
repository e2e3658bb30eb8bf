package dev.multiarch.policy;

import java.util.Locale;

/** What becomes of a rule that could not be evaluated. */
public enum OnUnknown {
    /** As bad as its failure would be. */
    FAIL,
    /** Told as a warning, whatever its failure would be. */
    WARN,
    /** Told, and nothing more. */
    PASS;

    /** How much the finding weighs. */
    Severity weighing(Severity failure) {
        Severity own =
                switch (this) {
                    case FAIL -> Severity.ERROR;
                    case WARN -> Severity.WARNING;
                    case PASS -> Severity.INFO;
                };
        return own.compareTo(failure) > 0 ? own : failure;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
