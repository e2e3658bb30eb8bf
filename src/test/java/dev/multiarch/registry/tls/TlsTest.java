package dev.multiarch.registry.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Login;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.TlsFixture;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.settings.Credential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A loopback host that speaks TLS, with its own CA; its certificate is for localhost, not for 127.0.0.1. */
class TlsTest {
    private static final String GET = "GET " + Sample.INDEX_PATH;

    @TempDir
    static Path shared;

    private static TlsFixture tls;

    @TempDir
    Path home;

    private final FaultyRegistry server = FaultyRegistry.start(tls.server());

    @BeforeAll
    static void makeKey() throws Exception {
        tls = TlsFixture.make(shared, "-keyalg", "EC", "-groupname", "secp256r1", "-ext", "san=dns:localhost");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aBundleIsTrustedOnTopOfJavasCas() throws Exception {
        server.on(GET, Sample.index());
        Path bundle = Files.writeString(home.resolve("bundle.pem"), tls.pem());
        assertThat(read(server.localhost(), Map.of("SSL_CERT_FILE", bundle.toString()))
                        .digest())
                .isEqualTo(Digest.of(Sample.INDEX));
    }

    @Test
    void aHostsOwnFolderIsTrusted() throws Exception {
        server.on(GET, Sample.index());
        certify(server.localhost(), tls.pem());
        assertThat(read(server.localhost(), Map.of()).digest()).isEqualTo(Digest.of(Sample.INDEX));
    }

    @Test
    void aFolderOfAnotherHostIsNot() throws Exception {
        certify("localhost:1", tls.pem());
        untrusted();
    }

    @Test
    void withoutItsCaNothingIsTrusted() {
        untrusted();
    }

    private void untrusted() {
        server.on(GET, Sample.index());
        Reference app = Sample.app(server.localhost());
        var failure = catchThrowableOfType(RegistryException.class, () -> read(server.localhost(), Map.of()));
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.getMessage())
                .startsWith(app + ": reading the manifest: no trusted TLS connection to " + server.localhost() + ": ")
                .contains("(GET, 1 attempt)")
                .endsWith("Fix: put the CA's certificate into /etc/docker/certs.d/" + server.localhost()
                        + "/ca.crt, or name it in SSL_CERT_FILE.");
        assertThat(server.received()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"there is none, '', cannot read the CA's certificate", "not PEM, words, no trusted TLS connection"})
    void aBundleThatCannotBeUsedIsNamed(String name, String text, String why) throws Exception {
        Path bundle = home.resolve("bundle.pem");
        if (!text.isEmpty()) {
            Files.writeString(bundle, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
        }
        server.on(GET, Sample.index());
        var failure = catchThrowableOfType(
                RegistryException.class, () -> read(server.localhost(), Map.of("SSL_CERT_FILE", bundle.toString())));
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContainingAll(why, bundle.toString(), "Fix: give a file of PEM certificates");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        server.on(GET, Sample.index());
        certify(server.host(), tls.pem());
        var failure = catchThrowableOfType(RegistryException.class, () -> read(server.host(), Map.of()));
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("its certificate is for localhost, not for 127.0.0.1");
        assertThat(server.received()).isEmpty();
    }

    /** Trusted, but for others: a loopback host that is first tried in plain must not take it for "no TLS". */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another name, dns:registry.example",
        "an address alone, ip:127.0.0.1",
        "a wildcard, dns:*.localhost",
        "a name within a name, dns:localhost.example"
    })
    void theNameIsCheckedWhateverTheCaIs(String name, String alternative) throws Exception {
        TlsFixture other = TlsFixture.make(shared, "-keyalg", "EC", "-ext", "san=" + alternative);
        try (var wrong = FaultyRegistry.start(other.server())) {
            wrong.on(GET, Sample.index());
            certify(wrong.localhost(), other.pem());
            var failure = catchThrowableOfType(RegistryException.class, () -> read(wrong.localhost(), Map.of()));
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure)
                    .hasMessageContaining(
                            "no trusted TLS connection to " + wrong.localhost() + ": its certificate is for ")
                    .hasMessageContaining(
                            ", not for localhost (GET, 1 attempt). Fix: use a name that the certificate of ");
            assertThat(wrong.received()).isEmpty();
        }
    }

    @Test
    void aBundleThatIsNoneIsNamed() throws Exception {
        Path bundle = Files.writeString(home.resolve("bundle.pem"), "-----BEGIN CERTIFICATE-----\nrubbish\n");
        var failure = catchThrowableOfType(
                RegistryException.class, () -> read(server.localhost(), Map.of("SSL_CERT_FILE", bundle.toString())));
        assertThat(failure).hasMessageContaining(bundle + " is not a file of PEM certificates");
    }

    @Test
    void thePasswordGoesOverTlsOnly() throws Exception {
        Login.write(home, server.localhost(), "me", "pa:ss");
        certify(server.localhost(), tls.pem());
        String basic = new Credential("me", "pa:ss", "").basic();
        server.on(GET, Sample.indexFor(basic, "Basic realm=\"x\""));
        read(server.localhost(), Map.of());
        assertThat(server.received())
                .extracting(r -> r.header("Authorization").orElse("none"))
                .containsExactly("none", basic);
    }

    @Test
    void aTlsFailureNeverSendsThePasswordInClear() throws Exception {
        Login.write(home, server.localhost(), "me", "pa:ss");
        try (var plain = FaultyRegistry.start()) {
            Login.write(home, plain.localhost(), "me", "pa:ss");
            plain.on(GET, Reply.reset());
            var failure = catchThrowableOfType(RegistryException.class, () -> read(plain.localhost(), Map.of()));
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(plain.received()).allMatch(r -> r.header("Authorization").isEmpty());
        }
    }

    @Test
    void aRedirectFromHttpsToHttpIsRefused() throws Exception {
        certify(server.localhost(), tls.pem());
        try (var plain = FaultyRegistry.start()) {
            server.on(GET, Reply.redirect(307, "http://" + plain.host() + "/blob"));
            plain.on("GET /blob", Sample.index());
            var failure = catchThrowableOfType(RegistryException.class, () -> read(server.localhost(), Map.of()));
            assertThat(failure)
                    .hasMessage(
                            Sample.app(server.localhost()) + ": reading the manifest: a redirect from https to http://"
                                    + plain.host() + " is not followed (GET, 1 attempt). Fix: ask the operator of "
                                    + server.localhost() + ".");
            assertThat(plain.received()).isEmpty();
        }
    }

    @Test
    void aPlainTokenServerOfATlsRegistryIsRefused() throws Exception {
        Login.write(home, server.localhost(), "me", "pa:ss");
        certify(server.localhost(), tls.pem());
        try (var tokens = FaultyRegistry.start()) {
            server.on(GET, Reply.challenge("Bearer realm=\"http://" + tokens.host() + "/token\""));
            var failure = catchThrowableOfType(RegistryException.class, () -> read(server.localhost(), Map.of()));
            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure).hasMessageContaining("of a registry that speaks https is not followed");
            assertThat(tokens.received()).isEmpty();
        }
    }

    @Test
    void aHostThatMustBeSecureIsNotSpokenToInPlain() {
        try (var plain = FaultyRegistry.start();
                var registry = new Wires(plain)) {
            var failure = catchThrowableOfType(RegistryException.class, registry::read);
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure)
                    .hasMessageContaining("if " + registry.host() + " is meant to speak plain http: "
                            + "--insecure-registry " + registry.host());
            assertThat(plain.received()).isEmpty();
        }
    }

    /** A plain server under a name of this machine that is not a loopback name. */
    private record Wires(FaultyRegistry plain) implements AutoCloseable {
        String host() {
            return plain.host().replace("127.0.0.1", "2130706433"); // the same address as one number
        }

        Document read() throws RegistryException {
            try (var registry = new Registry(Sample.patient(Path.of("/nonexistent")))) {
                return registry.manifest(Sample.app(host()));
            }
        }

        @Override
        public void close() {}
    }

    private Document read(String host, Map<String, String> environment) throws RegistryException {
        var settings = Sample.patient(home);
        try (var registry = new Registry(
                settings,
                new Programs(line -> {}),
                new Trust(environment, new CertificateFolders(List.of(home.resolve("certs.d")))))) {
            return registry.manifest(Sample.app(host));
        }
    }

    private void certify(String host, String pem) throws Exception {
        Path folder = Files.createDirectories(home.resolve("certs.d").resolve(host));
        Files.writeString(folder.resolve("ca.crt"), pem);
    }
}
