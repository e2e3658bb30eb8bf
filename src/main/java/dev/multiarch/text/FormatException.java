package dev.multiarch.text;

/**
 * Text or bytes that are not of the format they should be; the message is one sentence for people, with the fix. What it
 * quotes may be megabytes of somebody's making: of a long message the middle is left out.
 */
public sealed class FormatException extends IllegalArgumentException permits AmbiguousException {
    private static final long serialVersionUID = 1;

    private static final int LONGEST = 1000;

    public FormatException(String message) {
        super(Printable.message(message, LONGEST));
    }
}
