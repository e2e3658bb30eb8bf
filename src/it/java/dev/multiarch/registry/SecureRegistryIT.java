package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.process.Program;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.settings.RegistrySettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** distribution's registry with TLS by its own CA, and htpasswd. */
class SecureRegistryIT {
    @TempDir
    Path home;

    private String host;
    private String user;
    private String password;
    private String ca;
    private Reference image;

    @BeforeEach
    void push() throws Exception {
        Stack.require();
        host = Stack.variable("MULTIARCH_IT_SECURE_REGISTRY");
        user = Stack.variable("MULTIARCH_IT_SECURE_USER");
        password = Stack.variable("MULTIARCH_IT_SECURE_PASSWORD");
        ca = Stack.variable("MULTIARCH_IT_SECURE_CA");
        image = Reference.parse(host + "/registry/app:1");
        Login.write(home, host, user, password);
        new Crane(home).run("copy", Stack.variable("MULTIARCH_IT_BASE_IMAGE"), image.toString());
    }

    @Test
    void isReadWithItsPasswordAndABundle() throws Exception {
        read(Map.of("SSL_CERT_FILE", ca));
    }

    @Test
    void isReadWithItsPasswordAndACaInDockersFolder() throws Exception {
        Path folder = Files.createDirectories(home.resolve("certs.d").resolve(host));
        Files.copy(Path.of(ca), folder.resolve("ca.crt"));
        read(Map.of());
    }

    @Test
    void isReadWithThePasswordThatSkopeoLeft() throws Exception {
        Path file = home.resolve("auth.json");
        Files.delete(home.resolve("config.json"));
        Program login = Program.of(
                        "skopeo", "login", "--authfile", file.toString(), "-u", user, "--password-stdin", host)
                .reading(password.getBytes(StandardCharsets.UTF_8));
        new Programs(line -> {}).run(login).orThrow();
        read(Map.of("SSL_CERT_FILE", ca, "REGISTRY_AUTH_FILE", file.toString()));
    }

    @Test
    void isReadWithThePasswordOfACredentialHelper() throws Exception {
        Files.writeString(home.resolve("config.json"), "{\"credHelpers\": {\"" + host + "\": \"test\"}}");
        Path helper = home.resolve("docker-credential-test");
        Files.writeString(
                helper,
                "#!/bin/sh\nread -r server\n[ \"$1 $server\" = 'get " + host + "' ] || exit 1\n"
                        + "echo '{\"Username\": \"" + user + "\", \"Secret\": \"" + password + "\"}'\n");
        assertThat(helper.toFile().setExecutable(true)).isTrue();
        read(Map.of("SSL_CERT_FILE", ca, "PATH", home + ":" + System.getenv("PATH")));
    }

    private void read(Map<String, String> environment) throws RegistryException {
        try (Registry registry = client(environment)) {
            Document document = registry.manifest(image);
            assertThat(Index.parse(document.bytes(), "index").images()).isNotEmpty();
            assertThat(registry.resolve(image)).contains(document.digest());
        }
    }

    @Test
    void underALoopbackNameItIsFoundToSpeakTls() throws Exception {
        String port = host.substring(host.lastIndexOf(':'));
        Login.write(home, "localhost" + port, user, password);
        try (Registry registry = client(Map.of("SSL_CERT_FILE", ca))) {
            Reference local = Reference.parse("localhost" + port + "/registry/app:1");
            assertThat(registry.resolve(local)).isPresent();
            assertThat(registry.manifest(local).digest())
                    .isEqualTo(registry.resolve(local).get());
        }
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        Login.write(home, host, user, "wrong");
        fails(
                Map.of("SSL_CERT_FILE", ca),
                Kind.UNAUTHORIZED,
                "401 UNAUTHORIZED \"authentication required\" (GET, 1 attempt). Fix: this machine's login to " + host
                        + " was sent and refused. Check that its password or token is for " + host
                        + " and still valid: some tokens expire within hours. Then log in again: docker login " + host
                        + ".");
    }

    @Test
    void withoutTheCaNothingIsRead() {
        fails(
                Map.of(),
                Kind.UNREACHABLE,
                "no trusted TLS connection to " + host + ": PKIX path building failed:"
                        + " sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to"
                        + " requested target (GET, 1 attempt). Fix: put the CA's certificate into /etc/docker/certs.d/"
                        + host
                        + "/ca.crt, or name it in SSL_CERT_FILE.");
    }

    private void fails(Map<String, String> environment, Kind kind, String message) {
        try (Registry registry = client(environment)) {
            var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(image));
            assertThat(failure).hasMessage(image + ": reading the manifest: " + message);
            assertThat(failure.kind()).isEqualTo(kind);
        }
    }

    private Registry client(Map<String, String> environment) {
        RegistrySettings settings = new RegistrySettings(Set.of(), home, environment, RegistrySettings.BUDGET);
        return new Registry(settings);
    }
}
