package dev.multiarch.registry;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of PEM certificates (RFC 7468). A bundle holds some 150, of which one is wanted: parsing them all takes Java
 * longer than the connection does.
 */
record CertificateBundle(Path file) {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final String SET = "SSL_CERT_FILE";

    /** Where distributions keep the system's, in the order in which Go's tools look. */
    private static final List<String> SYSTEM = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/pki/tls/cacert.pem",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/ssl/cert.pem");

    /** The one that {@code SSL_CERT_FILE} names, else the system's, as it is for Go's tools; empty where neither is. */
    static Optional<CertificateBundle> of(Map<String, String> environment) {
        String named = environment.getOrDefault(SET, "");
        Stream<Path> candidates =
                named.isEmpty() ? SYSTEM.stream().map(Path::of).filter(Files::isReadable) : Stream.of(Path.of(named));
        return candidates.findFirst().map(CertificateBundle::new);
    }

    /**
     * Those that may have issued a certificate of the chain. The names are compared byte for byte, so it may be that one
     * is missed whose name is written in another way.
     *
     * @throws CertificateException where the file can't be read or holds no certificates
     */
    KeyStore issuersOf(X509Certificate... chain) throws GeneralSecurityException {
        List<String> names = Arrays.stream(chain)
                .map(c -> latin(c.getIssuerX500Principal().getEncoded()))
                .distinct()
                .toList();
        KeyStore store = empty();
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (byte[] certificate : certificates(text)) {
                String der = latin(certificate);
                if (names.stream().anyMatch(der::contains)) {
                    add(store, new ByteArrayInputStream(certificate));
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        } catch (CertificateException | IllegalArgumentException e) {
            throw notPem(e);
        }
        return store;
    }

    /**
     * All of them.
     *
     * @throws CertificateException where the file can't be read or holds no certificates
     */
    void addTo(KeyStore store) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            add(store, in);
        } catch (IOException e) {
            throw unreadable(e);
        } catch (CertificateException e) {
            throw notPem(e);
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

    private static List<byte[]> certificates(String text) {
        List<byte[]> found = new ArrayList<>();
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int end = text.indexOf(END, begin);
            if (end < 0) {
                throw new IllegalArgumentException("a certificate without an end");
            }
            String lines = text.substring(begin + BEGIN.length(), end);
            found.add(Base64.getMimeDecoder().decode(lines.getBytes(StandardCharsets.ISO_8859_1)));
            begin = text.indexOf(BEGIN, end);
        }
        return found;
    }

    private static void add(KeyStore store, InputStream in) throws GeneralSecurityException {
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509").generateCertificates(in);
        for (Certificate certificate : found) {
            store.setCertificateEntry("ca" + store.size(), certificate);
        }
    }

    /** One character a byte, since Java searches in text and not in bytes. */
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static CertificateException unreadable(IOException cause) {
        return new CertificateException("cannot read the CA's certificate: " + cause, cause);
    }

    private CertificateException notPem(Exception cause) {
        return new CertificateException(file + " is no file of PEM certificates: " + cause.getMessage(), cause);
    }
}
