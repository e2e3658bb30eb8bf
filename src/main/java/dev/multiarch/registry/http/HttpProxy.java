package dev.multiarch.registry.http;

import java.util.Optional;

/**
 * A proxy that is spoken to in plain HTTP.
 *
 * @param host without brackets
 * @param authorization value of {@code Proxy-Authorization}; only the proxy gets it
 */
public record HttpProxy(String host, int port, Optional<String> authorization) {
    /** Host and port, without the password. */
    public String name() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    @Override
    public String toString() {
        return name(); // never the password, wherever this gets printed
    }
}
