package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.registry.auth.SigningTokenServer;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.settings.RegistrySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** distribution's registry behind a token server, which checks real signatures. */
class TokenRegistryIT {
    @TempDir
    static Path folder;

    private static SigningTokenServer tokens;
    private static Distribution distribution;
    private static Reference closed;
    private static Reference open;

    @TempDir
    Path home;

    @BeforeAll
    static void start() throws Exception {
        Stack.require();
        TlsFixture signer = TlsFixture.make(folder, "-keyalg", "RSA", "-keysize", "2048");
        tokens = new SigningTokenServer(signer, "me", "pa:ss");
        distribution = Distribution.behind(tokens, signer, folder);
        closed = Reference.parse(distribution.host() + "/closed/app:1");
        open = Reference.parse(distribution.host() + "/open/app:1");
        Path pusher = Files.createDirectory(folder.resolve("pusher"));
        Login.write(pusher, distribution.host(), "me", "pa:ss");
        for (Reference image : new Reference[] {closed, open}) {
            new Crane(pusher).run("copy", Stack.variable("MULTIARCH_IT_BASE_IMAGE"), image.toString());
        }
    }

    @AfterAll
    static void stop() {
        if (distribution != null) {
            distribution.close();
        }
        if (tokens != null) {
            tokens.close();
        }
    }

    @Test
    void anIndexIsReadDownToItsConfigsWithOneToken() throws Exception {
        Login.write(home, distribution.host(), "me", "pa:ss");
        int before = tokens.received().size();
        try (Registry registry = client()) {
            Index index = Index.parse(registry.manifest(closed).bytes(), "index");
            for (Descriptor entry : index.images()) {
                Manifest manifest = Manifest.parse(
                        registry.manifest(closed.with(entry.digest())).bytes(), "manifest");
                registry.blob(closed, manifest.config(), 16 << 20);
                assertThat(registry.blobExists(closed, manifest.config().digest()))
                        .isTrue();
            }
        }
        assertThat(tokens.received()).hasSize(before + 1);
    }

    @Test
    void anIdentityTokenIsExchanged() throws Exception {
        Login.writeIdentity(home, distribution.host(), SigningTokenServer.IDENTITY);
        try (Registry registry = client()) {
            assertThat(registry.resolve(closed))
                    .contains(registry.manifest(closed).digest());
            assertThat(registry.tags(closed)).containsExactly("1");
        }
        assertThat(tokens.received()).anyMatch(request -> request.line().equals("POST /token"));
    }

    @Test
    void whatIsOpenNeedsNoPassword() throws Exception {
        try (Registry registry = client()) {
            assertThat(registry.resolve(open)).contains(registry.manifest(open).digest());
        }
    }

    @Test
    void whatIsClosedSaysHowToLogIn() {
        refused("reading the manifest: 401 UNAUTHORIZED \"authentication required\"", "");
    }

    @Test
    void aWrongPasswordIsRefusedByTheTokenServer() throws Exception {
        Login.write(home, distribution.host(), "me", "wrong");
        String server = tokens.realm().replaceFirst("http://(.*)/token", "$1");
        refused(
                "getting a token from " + server + ": 401 UNAUTHORIZED \"incorrect username or password\"",
                "this machine's login to " + distribution.host()
                        + " was sent and refused. Check that its password or token is for " + distribution.host()
                        + " and still valid: some tokens expire within hours. Then log in again: ");
    }

    private void refused(String what, String before) {
        try (Registry registry = client()) {
            var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(closed));
            assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
            assertThat(failure)
                    .hasMessage(closed + ": " + what + " (GET, 1 attempt). Fix: " + before + "docker login "
                            + distribution.host() + ".");
        }
    }

    private Registry client() {
        return new Registry(RegistrySettings.of(Map.of("DOCKER_CONFIG", home.toString()), Set.of()));
    }
}
