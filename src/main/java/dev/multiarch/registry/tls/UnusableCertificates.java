package dev.multiarch.registry.tls;

import java.security.cert.CertificateException;

/** A file of this machine that is to say whom to trust, and does not. Its message names it. */
public final class UnusableCertificates extends CertificateException {
    private static final long serialVersionUID = 1;

    UnusableCertificates(String message, Exception cause) {
        super(message, cause);
    }
}
