package dev.multiarch.github;

import java.util.Locale;

/**
 * The status of a commit.
 *
 * @param context names it; the same for each run, so that a branch rule can require it
 */
public record CommitStatus(String context, State state, String description) {
    public enum State {
        PENDING,
        SUCCESS,
        FAILURE,
        ERROR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
