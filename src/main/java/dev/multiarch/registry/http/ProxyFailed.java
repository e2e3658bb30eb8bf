package dev.multiarch.registry.http;

import java.io.IOException;

/** A proxy that opens no tunnel to a server (RFC 9110, 9.3.6). Asking again does not help. */
public final class ProxyFailed extends IOException {
    private static final long serialVersionUID = 1;
    private static final int PASSWORD_REQUIRED = 407;

    private final int status;

    /** @param status of the proxy's answer; 0 where it sent no answer that can be read */
    ProxyFailed(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** Whether the proxy asks for a password, or refuses the one that it got. */
    public boolean asksForPassword() {
        return status == PASSWORD_REQUIRED;
    }
}
