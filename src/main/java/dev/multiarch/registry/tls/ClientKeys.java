package dev.multiarch.registry.tls;

import dev.multiarch.process.FileInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/**
 * What a registry may ask of us in TLS: certificates {@code NAME.cert} of its folder in {@code certs.d}, each with its key in
 * {@code NAME.key} next to it, as Docker has them. They are shown to that host alone.
 */
final class ClientKeys {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int LONGEST = 64 << 10;
    private static final char[] NO_PASSWORD = {}; // the store is never written

    private ClientKeys() {}

    /** @throws SSLException if a file is missing or malformed; the message holds nothing of a key */
    static KeyManager[] of(List<Path> certificates) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Path file : certificates) {
                Certificate[] chain = chain(file);
                PrivateKey key = key(keyOf(file), chain[0].getPublicKey().getAlgorithm());
                store.setKeyEntry(file.toString(), key, NO_PASSWORD, chain);
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw unusable("the client certificate cannot be used: " + e.getMessage());
        }
    }

    private static Certificate[] chain(Path file) throws IOException {
        try (InputStream in = FileInput.open(file)) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
            if (chain.length > 0) {
                return chain;
            }
        } catch (GeneralSecurityException malformed) {
            // the same answer as for an empty file
        }
        throw unusable(file + " is not a file of PEM certificates");
    }

    private static Path keyOf(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - ".cert".length()) + ".key");
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException {
        String text;
        try (InputStream in = FileInput.open(file)) {
            text = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException none) {
            throw unusable("a client certificate has no key next to it: " + file + " is missing");
        }
        Matcher pem = KEY.matcher(text);
        try {
            if (pem.find()) {
                byte[] bytes = Base64.getMimeDecoder().decode(pem.group(1));
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            }
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            // the same answer as for another form; the reason may quote the key
        }
        throw unusable(
                file + " is not a PKCS#8 key for its certificate (BEGIN PRIVATE KEY), as openssl pkcs8 -topk8 -nocrypt"
                        + " makes one");
    }

    /** Distinguished from other failures of TLS by its cause. */
    private static SSLException unusable(String why) {
        return new SSLException(why, new KeyException());
    }
}
