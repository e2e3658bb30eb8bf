package dev.multiarch.report;

import java.util.Locale;

/** How a report on the times of builds is written. */
public enum TimesForm {
    TEXT,
    JSON,
    HTML;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
