package dev.multiarch.registry.http;

import java.io.IOException;

/** An answer that began well and broke off within its body. */
public final class CutAnswer extends IOException {
    private static final long serialVersionUID = 1;

    CutAnswer(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
