package dev.multiarch.sign;

/** A registry takes no artifact as cosign makes them: it was not for a login, and will not be otherwise later. */
final class ArtifactRefused extends Exception {
    private static final long serialVersionUID = 1;

    ArtifactRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
