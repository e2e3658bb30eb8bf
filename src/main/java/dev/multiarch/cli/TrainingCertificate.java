package dev.multiarch.cli;

import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for 127.0.0.1 that is good for a day and known to nobody else, made by the JDK's own keytool.
 *
 * @param server what presents it
 * @param pem the certificate alone, for whoever is to trust it
 */
record TrainingCertificate(SSLContext server, Path pem) {
    private static final String PASSWORD = "training";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** @param folder of nobody else's */
    static TrainingCertificate make(Path folder) throws IOException, GeneralSecurityException, ProgramException {
        Path keys = folder.resolve("keys.p12");
        Path pem = folder.resolve("certificate.pem");
        keytool(
                keys,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "1");
        keytool(keys, "-exportcert", "-rfc", "-file", pem.toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new TrainingCertificate(context, pem);
    }

    private static void keytool(Path keys, String... what) throws ProgramException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of(what));
        words.addAll(
                List.of("-alias", "a", "-storetype", "PKCS12", "-keystore", keys.toString(), "-storepass", PASSWORD));
        new Programs(line -> {})
                .run(Program.of(words.toArray(String[]::new)).within(LIMIT))
                .orThrow();
    }
}
