package dev.multiarch.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
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
 * Whom TLS trusts, as the tools beside us do and Java besides: the CAs in {@code certs.d/<host[:port]>/*.crt} below Docker's
 * folders for that host alone (client certificates lie there too, {@link ClientKeys}), the bundle that {@code SSL_CERT_FILE}
 * names or else the system's, and Java's own CAs. The host's name is always checked.
 */
final class Trust {
    private final Optional<CertificateBundle> bundle;
    private final List<Path> folders;
    private final Map<FilesOfHost, SSLSocketFactory> sockets = new ConcurrentHashMap<>();

    /**
     * @param authorities that a host's certificate may come from
     * @param clients certificates of ours for that host
     */
    private record FilesOfHost(List<Path> authorities, List<Path> clients) {}

    Trust(Map<String, String> environment, List<Path> folders) {
        this.bundle = CertificateBundle.of(environment);
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

    /** The cheapest first. All of a bundle is parsed only for a chain that nobody else knows. */
    private SSLSocketFactory sockets(FilesOfHost own) throws IOException {
        List<LazyTrust.Source> sources = new ArrayList<>();
        if (!own.authorities().isEmpty()) {
            sources.add(LazyTrust.once(() -> manager(read(own.authorities()))));
        }
        bundle.ifPresent(b -> sources.add(chain -> manager(b.issuersOf(chain))));
        sources.add(LazyTrust.once(() -> manager(null)));
        bundle.ifPresent(b -> sources.add(LazyTrust.once(() -> manager(read(List.of(b.file()))))));
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
