package dev.multiarch.step;

/** Nothing failed, but there is nothing to judge, such as an index where there is none: exit code 3. */
public final class CannotJudge extends Exception {
    private static final long serialVersionUID = 1;

    public CannotJudge(String message) {
        super(message);
    }
}
