package dev.multiarch.dockerfile.advice;

/** A change of a file. */
public sealed interface Edit {
    /** What stands between two offsets is replaced; nothing does where they are the same. */
    record Replace(int start, int end, String text) implements Edit {}

    /**
     * An {@code ARG} in a stage, in front of the instruction that begins here. Of several in one stage only the first is
     * written.
     */
    record Declare(int stage, int offset, String name) implements Edit {}
}
