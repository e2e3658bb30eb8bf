package dev.multiarch.cli.options;

import java.util.Locale;

/** What the answer looks like: for people, for programs, or for a workflow's {@code fromJSON}. */
public enum Format {
    TEXT,
    JSON,
    GITHUB;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
