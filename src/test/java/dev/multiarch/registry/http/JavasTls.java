package dev.multiarch.registry.http;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** TLS as Java has it. */
final class JavasTls {
    private JavasTls() {}

    static SSLContext of(String authority) {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
