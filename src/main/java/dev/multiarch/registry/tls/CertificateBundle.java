package dev.multiarch.registry.tls;

import dev.multiarch.process.FileInput;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file of PEM certificates (RFC 7468). A bundle holds some 150, of which one is wanted: parsing them all takes Java
 * longer than the connection does.
 */
final class CertificateBundle {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final String SET = "SSL_CERT_FILE";

    /** Of a distinguished name in bytes (X.690): what is shorter names nobody, and would be found everywhere. */
    private static final int SHORTEST_NAME = 12;

    /** Where distributions keep the system's, in the order in which Go's tools look. */
    private static final List<String> SYSTEM = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/pki/tls/cacert.pem",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/ssl/cert.pem");

    private final Path file;

    /** Without line ends; empty until it was read. */
    private String text = "";

    CertificateBundle(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** The one that {@code SSL_CERT_FILE} names, else the system's, as it is for Go's tools; empty where neither is. */
    static Optional<CertificateBundle> of(Map<String, String> environment) {
        String named = environment.getOrDefault(SET, "");
        Stream<Path> candidates =
                named.isEmpty() ? SYSTEM.stream().map(Path::of).filter(Files::isReadable) : Stream.of(Path.of(named));
        return candidates.findFirst().map(CertificateBundle::new);
    }

    /**
     * Those that may have issued a certificate of the chain, and perhaps a few of much the same name. Names are compared byte
     * for byte, so it may be that one is missed whose name is written in another way.
     *
     * @throws CertificateException where the file can't be read or holds no certificates
     */
    KeyStore issuersOf(X509Certificate... chain) throws GeneralSecurityException {
        KeyStore store = empty();
        try {
            for (String certificate : naming(chain, text())) {
                add(store, new ByteArrayInputStream(Base64.getDecoder().decode(certificate)));
            }
        } catch (IOException e) {
            throw unreadable(e);
        } catch (CertificateException | IllegalArgumentException e) {
            throw notPem(e);
        }
        return store;
    }

    private synchronized String text() throws IOException {
        if (text.isEmpty()) {
            text = new String(FileInput.read(file), StandardCharsets.ISO_8859_1)
                    .replace("\n", "")
                    .replace("\r", "");
        }
        return text;
    }

    /** Found before anything is decoded: of 150 certificates that takes Java 12 ms, which each call would pay. */
    private static Set<String> naming(X509Certificate[] chain, String text) {
        Set<String> found = new LinkedHashSet<>();
        for (X509Certificate certificate : chain) {
            for (String name : inBase64(certificate.getIssuerX500Principal().getEncoded())) {
                for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length())) {
                    int begin = text.lastIndexOf(BEGIN, at);
                    int end = text.indexOf(END, at);
                    if (begin >= 0 && end >= 0) {
                        found.add(text.substring(begin + BEGIN.length(), end));
                    }
                }
            }
        }
        return found;
    }

    /**
     * How bytes look within a Base64 text, which depends on where among its groups of three they begin; without those at
     * either end that share a group with their neighbours.
     */
    private static List<String> inBase64(byte[] bytes) {
        List<String> spellings = new ArrayList<>();
        for (int skipped = 0; skipped < 3 && bytes.length >= SHORTEST_NAME; skipped++) {
            int whole = (bytes.length - skipped) / 3 * 3;
            byte[] groups = Arrays.copyOfRange(bytes, skipped, skipped + whole);
            spellings.add(Base64.getEncoder().encodeToString(groups));
        }
        return spellings;
    }

    /**
     * All of them.
     *
     * @throws CertificateException where the file can't be read or holds no certificates
     */
    void addTo(KeyStore store) throws GeneralSecurityException {
        try (InputStream in = FileInput.open(file)) {
            add(store, in);
        } catch (IOException e) {
            throw unreadable(e);
        } catch (CertificateException e) {
            throw notPem(e);
        }
    }

    /** @throws CertificateException where the file can't be read or holds no certificates */
    X509Certificate first() throws CertificateException {
        try (InputStream in = new BufferedInputStream(FileInput.open(file))) { // Java reads one byte at a time
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    static KeyStore empty() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        return store;
    }

    private static void add(KeyStore store, InputStream in) throws GeneralSecurityException {
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509").generateCertificates(in);
        for (Certificate certificate : found) {
            store.setCertificateEntry("ca" + store.size(), certificate);
        }
    }

    private static CertificateException unreadable(IOException cause) {
        return new UnusableCertificates("cannot read the CA's certificate: " + cause, cause);
    }

    private CertificateException notPem(Exception cause) {
        return new UnusableCertificates(file + " is not a file of PEM certificates: " + cause.getMessage(), cause);
    }
}
