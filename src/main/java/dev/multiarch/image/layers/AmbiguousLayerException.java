package dev.multiarch.image.layers;

/** A layer that some clients unpack and others refuse, or of which they unpack different things. */
public final class AmbiguousLayerException extends LayerException {
    private static final long serialVersionUID = 1;

    AmbiguousLayerException(String message) {
        super(message);
    }
}
