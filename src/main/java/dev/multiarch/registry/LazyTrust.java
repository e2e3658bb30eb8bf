package dev.multiarch.registry;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Several sets of CAs of which one must know a server's certificate; each is read when those before it did not. Every one
 * checks the whole: chain, dates and, as HTTPS asks for it, the host's name.
 */
final class LazyTrust extends X509ExtendedTrustManager {
    /** Makes a trust manager, at most once. */
    interface Source {
        X509ExtendedTrustManager make() throws GeneralSecurityException;
    }

    private interface Check {
        void by(X509ExtendedTrustManager manager) throws CertificateException;
    }

    private final List<Source> sources;
    private final List<X509ExtendedTrustManager> made = new ArrayList<>();

    LazyTrust(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    private void check(Check check) throws CertificateException {
        CertificateException failure = null;
        for (int i = 0; i < sources.size(); i++) {
            try {
                check.by(manager(i));
                return;
            } catch (CertificateException e) {
                // an expired certificate or a wrong name says more than "unknown to this set"
                boolean unknownCa = Schemes.hasCause(e, CertPathBuilderException.class);
                failure = failure == null || !unknownCa ? e : failure;
            }
        }
        throw failure == null ? new CertificateException("no CA is known") : failure;
    }

    private synchronized X509ExtendedTrustManager manager(int index) throws CertificateException {
        try {
            while (made.size() <= index) {
                made.add(sources.get(made.size()).make());
            }
            return made.get(index);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(manager -> manager.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(manager -> manager.checkServerTrusted(chain, type, engine));
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
