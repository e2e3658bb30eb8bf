package dev.multiarch.cli.console;

/** A command line that can't be obeyed; the message says what to type. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
