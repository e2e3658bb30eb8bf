package dev.multiarch.registry;

import java.io.IOException;

/** Something that a server asked for and we do not do: it is never tried again. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
