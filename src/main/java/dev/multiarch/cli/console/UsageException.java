package dev.multiarch.cli.console;

import dev.multiarch.text.Printable;

/** A command line that can't be obeyed; the message says what to type. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    /** A line may quote a value of any length. */
    private static final int LONGEST = 2000;

    public UsageException(String message) {
        super(Printable.message(message, LONGEST));
    }
}
