package dev.multiarch.registry.request;

import java.io.IOException;

/** Something that a server asked for and we do not do: it is never tried again. */
public class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    public RefusedException(String message) {
        super(message);
    }
}
