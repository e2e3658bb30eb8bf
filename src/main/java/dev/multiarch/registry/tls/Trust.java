package dev.multiarch.registry.tls;

import dev.multiarch.registry.http.Tls;
import dev.multiarch.registry.settings.RegistrySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom TLS trusts, as other tools on this machine do, and Java too: the CAs in {@code certs.d/<host[:port]>/*.crt} below Docker's
 * folders for that host alone (client certificates are there too, {@link ClientKeys}), the bundle that {@code SSL_CERT_FILE}
 * names or else the system's, and Java's own CAs. The host's name is always checked.
 */
public final class Trust implements Tls.Contexts {
    private final Optional<CertificateBundle> bundle;
    private final CertificateFolders folders;
    /** By the files that they are made of: registries that share them share connections as well. */
    private final Map<List<List<Path>>, SSLContext> contexts = new ConcurrentHashMap<>();

    Trust(Map<String, String> environment, CertificateFolders folders) {
        this.bundle = CertificateBundle.of(environment);
        this.folders = folders;
    }

    public static Trust of(RegistrySettings settings) {
        return new Trust(settings.environment(), CertificateFolders.of(settings));
    }

    @Override
    public SSLContext of(String hostAndPort) throws IOException {
        CertificateFolders.Certificates own = folders.of(hostAndPort);
        List<List<Path>> files = List.of(own.authorities(), own.clients());
        SSLContext known = contexts.get(files);
        if (known == null) {
            known = context(own);
            contexts.put(files, known);
        }
        return known;
    }

    @Override
    public void rehearse() {
        try {
            if (bundle.isPresent()) {
                X509Certificate known = bundle.get().first();
                Optional<X509ExtendedTrustManager> manager =
                        manager(bundle.get().issuersOf(known));
                if (manager.isPresent()) {
                    manager.get().checkServerTrusted(new X509Certificate[] {known}, "UNKNOWN");
                }
            }
        } catch (GeneralSecurityException later) {
            // what is wrong will be found by the connection, which can say so
        }
    }

    /** The cheapest first. All of a bundle is parsed only for a chain that nobody else knows. */
    private SSLContext context(CertificateFolders.Certificates own) throws IOException {
        List<LazyTrust.Source> sources = new ArrayList<>();
        if (!own.authorities().isEmpty()) {
            sources.add(LazyTrust.once(() -> manager(read(own.authorities()))));
        }
        bundle.ifPresent(b -> sources.add(chain -> manager(b.issuersOf(chain))));
        sources.add(LazyTrust.once(() -> manager(null)));
        bundle.ifPresent(b -> sources.add(LazyTrust.once(() -> manager(read(List.of(b.file()))))));
        return context(own.clients().isEmpty() ? null : ClientKeys.of(own.clients()), sources);
    }

    private static SSLContext context(KeyManager[] keys, List<LazyTrust.Source> sources) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new LazyTrust(sources)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has TLS
        }
    }

    private static KeyStore read(List<Path> files) throws GeneralSecurityException {
        KeyStore store = CertificateBundle.empty();
        for (Path file : files) {
            new CertificateBundle(file).addTo(store);
        }
        return store;
    }

    /** Empty for a set without a CA, which Java does not take; null is Java's own. */
    private static Optional<X509ExtendedTrustManager> manager(KeyStore store) throws GeneralSecurityException {
        if (store != null && store.size() == 0) {
            return Optional.empty();
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Optional.of((X509ExtendedTrustManager) factory.getTrustManagers()[0]);
    }
}
