package dev.multiarch.dockerfile.advice;

/** Whether something holds, if that is known. */
enum Tri {
    TRUE,
    FALSE,
    UNKNOWN;

    static Tri of(boolean holds) {
        return holds ? TRUE : FALSE;
    }

    Tri not() {
        return this == UNKNOWN ? UNKNOWN : of(this == FALSE);
    }

    Tri and(Tri other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        return this == TRUE && other == TRUE ? TRUE : UNKNOWN;
    }

    Tri or(Tri other) {
        return not().and(other.not()).not();
    }
}
