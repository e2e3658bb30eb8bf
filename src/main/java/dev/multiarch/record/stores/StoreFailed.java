package dev.multiarch.record.stores;

import java.io.IOException;

/** A store did not do what was asked of it. The message says which object, what was being done, what came back, and the fix. */
public final class StoreFailed extends IOException {
    private static final long serialVersionUID = 1;

    public StoreFailed(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreFailed(String message) {
        super(message);
    }
}
