package dev.multiarch.step;

/** Something that a step ran or wrote to failed, and what that leaves behind: exit code 4. */
public final class StepFailed extends Exception {
    private static final long serialVersionUID = 1;

    public StepFailed(String message) {
        super(message);
    }

    public StepFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
