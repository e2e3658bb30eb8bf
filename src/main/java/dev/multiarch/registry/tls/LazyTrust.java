package dev.multiarch.registry.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Several sets of CAs of which one must know a server's certificate; each is read when those before it did not. Every one
 * checks chain and dates; the host's name is checked last, for every set.
 */
final class LazyTrust extends X509ExtendedTrustManager {
    /** A set of CAs, as far as it concerns a chain; empty where nobody in it does. */
    interface Source {
        Optional<X509ExtendedTrustManager> of(X509Certificate... chain) throws GeneralSecurityException;
    }

    /** Reads a set of CAs that is the same for all. */
    interface Reading {
        Optional<X509ExtendedTrustManager> read() throws GeneralSecurityException;
    }

    private interface Check {
        void by(X509ExtendedTrustManager manager) throws CertificateException;
    }

    private final List<Source> sources;

    LazyTrust(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Reads a set when it is first asked for, and keeps it. */
    static Source once(Reading reading) {
        return new Source() {
            private Optional<X509ExtendedTrustManager> known;

            @Override
            public synchronized Optional<X509ExtendedTrustManager> of(X509Certificate... chain)
                    throws GeneralSecurityException {
                if (known == null) {
                    known = reading.read();
                }
                return known;
            }
        };
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        CertificateException failure = null;
        for (Source source : sources) {
            try {
                Optional<X509ExtendedTrustManager> manager = of(source, chain);
                if (manager.isPresent()) {
                    check.by(manager.get());
                    return;
                }
            } catch (CertificateException e) {
                // an expired certificate or a wrong name says more than "unknown to this set"
                boolean unknownCa = Causes.hasCause(e, CertPathBuilderException.class);
                failure = failure == null || !unknownCa ? e : failure;
            }
        }
        throw failure == null ? new CertificateException("no CA is known") : failure;
    }

    private static Optional<X509ExtendedTrustManager> of(Source source, X509Certificate... chain)
            throws CertificateException {
        try {
            return source.of(chain);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (!(socket instanceof SSLSocket tls)) {
            throw new CertificateException("a server is checked by its connection, which knows the host's name");
        }
        check(chain, manager -> manager.checkServerTrusted(chain, type, socket));
        CertificateNames.of(chain[0]).check(tls.getHandshakeSession().getPeerHost());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("a server is checked by its connection, which knows the host's name");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("no server here, so no clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
