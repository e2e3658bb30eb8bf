package dev.multiarch.registry.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.registry.TlsFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateBundleTest {
    @TempDir
    static Path folder;

    private static TlsFixture one;
    private static TlsFixture other;

    @BeforeAll
    static void makeKeys() throws Exception {
        one = TlsFixture.make(folder, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=one");
        other = TlsFixture.make(folder, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=other");
    }

    @Test
    void onlyIssuersOfTheChainAreTaken() throws Exception {
        var bundle =
                bundle("# one\n" + one.pem() + "\n# other\r\n" + other.pem().replace("\n", "\r\n"));
        KeyStore store = bundle.issuersOf(other.certificate());
        assertThat(store.size()).isEqualTo(1);
        assertThat(store.getCertificateAlias(other.certificate())).isNotNull();
    }

    @Test
    void aBundleOfStrangersHasNone() throws Exception {
        assertThat(bundle(one.pem()).issuersOf(other.certificate()).size()).isZero();
    }

    @Test
    void allOfItIsAll() throws Exception {
        KeyStore store = CertificateBundle.empty();
        bundle(one.pem() + other.pem()).addTo(store);
        assertThat(store.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"AAAA", "AAAA\n-----END CERTIFICATE-----", "*\n-----END CERTIFICATE-----", "''"})
    void whatIsNoCertificateIsNamedOrNotFound(String rest) throws Exception {
        var bundle = bundle("-----BEGIN CERTIFICATE-----\n" + rest);
        KeyStore store = CertificateBundle.empty();
        assertThatThrownBy(() -> bundle.addTo(store))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(bundle.file() + " is not a file of PEM certificates");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        var bundle = new CertificateBundle(folder.resolve("nowhere"));
        assertThatThrownBy(() -> bundle.issuersOf(one.certificate()))
                .hasMessageContaining("cannot read the CA's certificate")
                .hasMessageContaining("nowhere");
    }

    @Test
    void whatTheEnvironmentNamesComesBeforeTheSystems() {
        assertThat(CertificateBundle.of(Map.of("SSL_CERT_FILE", "/a.pem")).map(CertificateBundle::file))
                .contains(Path.of("/a.pem"));
    }

    private static CertificateBundle bundle(String text) throws Exception {
        return new CertificateBundle(Files.writeString(Files.createTempFile(folder, "ca", ".pem"), text));
    }
}
