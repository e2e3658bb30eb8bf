package dev.multiarch.registry.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Digest;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.TlsFixture;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registries that ask for a certificate of ours. */
class ClientKeysTest {
    @TempDir
    static Path shared;

    private static TlsFixture authority;

    @TempDir
    Path home;

    @BeforeAll
    static void makeKey() throws Exception {
        authority = TlsFixture.make(shared, "-keyalg", "EC", "-ext", "san=dns:localhost");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"EC", "RSA", "Ed25519"})
    void theCertificateOfTheHostsFolderIsShown(String algorithm) throws Exception {
        TlsFixture client = TlsFixture.make(shared, "-keyalg", algorithm);
        try (var server = FaultyRegistry.startForClients(authority.trusting(client))) {
            server.on("GET " + Sample.INDEX_PATH, Sample.index());
            Path folder = folder(server.localhost());
            Files.writeString(folder.resolve("client.cert"), client.pem());
            Files.writeString(folder.resolve("client.key"), client.keyPem());
            assertThat(read(server).digest()).isEqualTo(Digest.of(Sample.INDEX));
        }
    }

    @Test
    void theCertificateOfAnotherHostIsNotShown() throws Exception {
        TlsFixture client = TlsFixture.make(shared, "-keyalg", "EC");
        try (var server = FaultyRegistry.startForClients(authority.trusting(client))) {
            folder(server.localhost());
            Path other = folder("localhost:1");
            Files.writeString(other.resolve("client.cert"), client.pem());
            Files.writeString(other.resolve("client.key"), client.keyPem());
            assertThat(catchThrowableOfType(RegistryException.class, () -> read(server))
                            .kind())
                    .isEqualTo(Kind.UNREACHABLE);
            assertThat(server.received()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no key         | PEM  | -    | client.key is missing",
                "no certificate | none | KEY  | client.cert is not a file of PEM certificates",
                "no PEM         | PEM  | none | client.key is not a PKCS#8 key for its certificate (BEGIN PRIVATE KEY), as openssl",
                "another form   | PEM  | OLD  | client.key is not a PKCS#8 key for its certificate (BEGIN PRIVATE KEY), as openssl",
                "damaged        | PEM  | CUT  | client.key is not a PKCS#8 key for its certificate (BEGIN PRIVATE KEY), as openssl"
            })
    void whatIsNoKeyIsSaidWithoutIt(String name, String certificate, String key, String why) throws Exception {
        try (var server = FaultyRegistry.start(authority.server())) {
            Path folder = folder(server.localhost());
            Files.writeString(folder.resolve("client.cert"), certificate.replace("PEM", authority.pem()));
            String pem = authority.keyPem();
            String text = key.replace("KEY", pem)
                    .replace("OLD", pem.replace("PRIVATE KEY", "EC PRIVATE KEY"))
                    .replace("CUT", pem.replaceFirst("\n[A-Za-z0-9+/]{20}", "\n"));
            if (!key.equals("-")) {
                Files.writeString(folder.resolve("client.key"), text);
            }
            var failure = catchThrowableOfType(RegistryException.class, () -> read(server));
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure.getMessage()).contains(why).doesNotContain(pem.substring(40, 60));
            assertThat(server.received()).isEmpty();
        }
    }

    private Document read(FaultyRegistry server) throws RegistryException {
        try (var registry = new Registry(
                Sample.patient(home),
                new Programs(line -> {}),
                new Trust(Map.of(), new CertificateFolders(List.of(home.resolve("certs.d")))))) {
            return registry.manifest(Sample.app(server.localhost()));
        }
    }

    /** Of a host whose own certificate is trusted. */
    private Path folder(String host) throws Exception {
        Path folder = Files.createDirectories(home.resolve("certs.d").resolve(host));
        Files.writeString(folder.resolve("ca.crt"), authority.pem());
        return folder;
    }
}
