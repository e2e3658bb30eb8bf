package dev.multiarch.registry.http;

import java.io.IOException;

/** An answer that began well and broke off within its body. */
public final class TruncatedResponse extends IOException {
    private static final long serialVersionUID = 1;

    TruncatedResponse(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
