package dev.multiarch.text;

/**
 * A document that clients read in different ways, such as one with {@code Architecture} next to {@code architecture}. It was
 * read, and what was judged could be something else than what runs. So a rule that needs it fails; {@code unknown} would
 * leave the decision to {@code on-unknown}.
 */
public final class AmbiguousException extends FormatException {
    private static final long serialVersionUID = 1;

    public AmbiguousException(String message) {
        super(message);
    }
}
