package dev.multiarch.image;

/** Text or bytes that are not of the format they should be; the message is one sentence for people, with the fix. */
public final class FormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public FormatException(String message) {
        super(message);
    }
}
