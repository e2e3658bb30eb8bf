package dev.multiarch.policy;

import java.util.Locale;

/** How much a rule's failure weighs; only {@link #ERROR} decides a verdict. */
public enum Severity {
    ERROR,
    WARNING,
    INFO,
    DISABLED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
