package dev.multiarch.image.layers;

import java.io.IOException;

/** A layer that can't be read as what it says it is, or that goes beyond a limit. The message says which. */
public class LayerException extends IOException {
    private static final long serialVersionUID = 1;

    public LayerException(String message) {
        super(message);
    }
}
