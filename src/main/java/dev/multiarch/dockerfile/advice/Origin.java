package dev.multiarch.dockerfile.advice;

import java.util.Optional;

/**
 * Where a part of a value comes from.
 *
 * @param offset in the file
 * @param table that it was chosen by, where the platform decides which arm is taken
 */
record Origin(Kind kind, int offset, Optional<Table> table) {
    enum Kind {
        /** Assigned in a script. */
        ASSIGNED,
        /** Set by {@code ENV}. */
        ENV,
        /** The default of an {@code ARG}, which the caller may override. */
        DEFAULT,
        /** One of BuildKit's own, about the target. */
        TARGET,
        /** What {@code uname -m} or {@code arch} says. */
        MACHINE,
        /** What a program says of the builder, in a stage that runs on it. */
        BUILDER,
        /** No arm of the table sets it. */
        UNSET
    }

    /**
     * A {@code case} or an {@code if} that the platform decides.
     *
     * @param offset in the file
     * @param otherwise whether it is the arm for all others
     * @param arms how many architectures it names
     */
    record Table(int offset, boolean otherwise, int arms, boolean namesAmd64) {}

    static Origin of(Kind kind, int offset) {
        return new Origin(kind, offset, Optional.empty());
    }
}
