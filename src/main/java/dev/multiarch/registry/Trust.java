package dev.multiarch.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom TLS trusts: Java's own CAs, and further ones as the tools beside us have them: {@code certs.d/<host[:port]>/*.crt}
 * below Docker's folders for that host alone (and {@code *.cert} with {@code *.key}, {@link ClientKeys}), and the bundle that {@code SSL_CERT_FILE} names. Go's tools take that bundle
 * instead of the system's; here it comes on top. Nothing is read or built where there is no further CA, and the host's
 * name is always checked.
 */
final class Trust {
    private final Optional<Path> bundle;
    private final List<Path> folders;
    private final Map<FilesOfHost, SSLSocketFactory> sockets = new ConcurrentHashMap<>();

    /**
     * @param authorities that a host's certificate may come from
     * @param clients certificates of ours for that host
     */
    private record FilesOfHost(List<Path> authorities, List<Path> clients) {}

    Trust(Map<String, String> environment, List<Path> folders) {
        this.bundle = Optional.ofNullable(environment.get("SSL_CERT_FILE"))
                .filter(f -> !f.isEmpty())
                .map(Path::of);
        this.folders = folders;
    }

    /** Docker's folder of the whole machine and the user's. */
    static Trust of(RegistrySettings settings) {
        Path user = settings.dockerConfig().resolve("certs.d");
        return new Trust(settings.environment(), List.of(Path.of("/etc/docker/certs.d"), user));
    }

    /** Empty where Java's own trust is all there is. */
    Optional<SSLSocketFactory> socketsFor(String hostAndPort) throws IOException {
        List<Path> authorities = new ArrayList<>();
        List<Path> clients = new ArrayList<>();
        for (Path folder : folders) {
            for (Path file : files(folder.resolve(hostAndPort))) {
                (file.toString().endsWith(".crt") ? authorities : clients).add(file);
            }
        }
        if (authorities.isEmpty() && clients.isEmpty() && bundle.isEmpty()) {
            return Optional.empty();
        }
        var own = new FilesOfHost(authorities, clients);
        SSLSocketFactory known = sockets.get(own);
        if (known == null) {
            known = sockets(own);
            sockets.put(own, known);
        }
        return Optional.of(known);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            f -> f.toString().endsWith(".crt") || f.toString().endsWith(".cert"))
                    .sorted()
                    .toList();
        }
    }

    /** The cheapest first: a bundle is read only when neither the host's own CAs nor Java's know the certificate. */
    private SSLSocketFactory sockets(FilesOfHost own) throws IOException {
        List<LazyTrust.Source> sources = new ArrayList<>();
        if (!own.authorities().isEmpty()) {
            sources.add(() -> manager(read(own.authorities())));
        }
        sources.add(() -> manager(null));
        bundle.ifPresent(file -> sources.add(() -> manager(read(List.of(file)))));
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys = own.clients().isEmpty() ? null : ClientKeys.of(own.clients());
            context.init(keys, new TrustManager[] {new LazyTrust(sources)}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has TLS
        }
    }

    private static KeyStore read(List<Path> files) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    Collection<? extends Certificate> found =
                            CertificateFactory.getInstance("X.509").generateCertificates(in);
                    for (Certificate certificate : found) {
                        store.setCertificateEntry("ca" + store.size(), certificate);
                    }
                } catch (CertificateException e) {
                    throw new CertificateException(file + " is no file of PEM certificates: " + e.getMessage(), e);
                }
            }
            return store;
        } catch (IOException e) {
            throw new CertificateException("cannot read the CA's certificate: " + e, e);
        }
    }

    private static X509ExtendedTrustManager manager(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }
}
