package dev.multiarch.dockerfile.shell;

/** No script that this reader understands. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
}
