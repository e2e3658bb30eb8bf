package dev.multiarch.cli;

import dev.multiarch.process.FileInput;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for localhost and the CA that signed it, as a public registry has them; good for a day and known to nobody
 * else. The JDK's own keytool makes them.
 *
 * @param server what presents it
 * @param authority the CA's certificate, for anyone who is to trust it
 */
record TrainingCertificate(SSLContext server, Path authority) {
    private static final String PASSWORD = "training";
    /** The training runs behind everything else: on a busy machine keytool takes long, and without it TLS is not trained. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** @param folder of nobody else's */
    static TrainingCertificate make(Path folder) throws IOException, GeneralSecurityException, ProgramException {
        Path keys = folder.resolve("keys.p12");
        Path authority = folder.resolve("ca.pem");
        keytool(keys, "-genkeypair -alias ca -keyalg RSA -keysize 2048 -dname CN=training -ext bc:c -validity 1");
        keytool(keys, "-exportcert -alias ca -rfc -file", authority.toString());
        keytool(
                keys,
                "-genkeypair -alias server -signer ca -keyalg RSA -keysize 2048 -dname CN=localhost"
                        + " -ext san=dns:localhost -validity 1");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = FileInput.open(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        store.deleteEntry("ca"); // a server has no use for it
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new TrainingCertificate(context, authority);
    }

    private static void keytool(Path keys, String options, String... last) throws ProgramException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of(options.split(" ")));
        words.addAll(List.of(last));
        words.addAll(List.of("-storetype", "PKCS12", "-keystore", keys.toString(), "-storepass", PASSWORD));
        new Programs(line -> {})
                .run(Program.of(words.toArray(String[]::new)).within(LIMIT))
                .orThrow();
    }
}
