package dev.multiarch.fact;

import dev.multiarch.image.Digest;

/**
 * The build record that states a fact. The person who wrote the record can state anything, so reports name the record.
 *
 * @param plan id of the plan that the record belongs to
 * @param record digest of the record's file
 */
public record Claim(String plan, Digest record) {
    /** {@code record sha256:… of plan 42}. */
    @Override
    public String toString() {
        return "record " + record + " of plan " + plan;
    }
}
