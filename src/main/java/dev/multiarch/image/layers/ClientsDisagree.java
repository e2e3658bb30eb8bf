package dev.multiarch.image.layers;

/** A layer that some clients unpack and others refuse, or of which they unpack different things. */
public final class ClientsDisagree extends LayerException {
    private static final long serialVersionUID = 1;

    ClientsDisagree(String message) {
        super(message);
    }
}
