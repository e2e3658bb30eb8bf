package dev.multiarch.cli;

/** A command line that can't be obeyed; the message says what to type. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
