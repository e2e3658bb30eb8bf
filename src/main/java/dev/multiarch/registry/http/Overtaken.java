package dev.multiarch.registry.http;

import java.io.IOException;

/** The answers before this one did not come as they had to: the request has to be sent again, over another connection. */
final class Overtaken extends IOException {
    private static final long serialVersionUID = 1;

    Overtaken(String message) {
        super(message);
    }
}
