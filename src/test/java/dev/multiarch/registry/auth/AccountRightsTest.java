package dev.multiarch.registry.auth;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Login;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that lets an account in, and not to this repository. */
class AccountRightsTest {
    @TempDir
    Path home;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final Reference app = Sample.app(server.host());

    @AfterEach
    void close() {
        server.close();
    }

    private void login() throws Exception {
        Login.write(home, server.host(), "me", "pa:ss");
    }

    @Test
    void whoIsLoggedInIsNotToldToLogIn() throws Exception {
        login();
        server.on(
                "GET " + Sample.INDEX_PATH,
                Reply.challenge("Basic realm=\"x\""),
                Reply.error(403, "DENIED", "not yours"));
        try (var registry = new Registry(Sample.settings(home))) {
            assertThatThrownBy(() -> registry.manifest(app))
                    .hasMessageEndingWith(
                            "403 DENIED \"not yours\" (GET, 1 attempt). Fix: this machine is logged in to "
                                    + server.host()
                                    + ", but that account may not read app: give it that right, or log in with another"
                                    + " account.");
        }
    }

    /** A token that expired during a job. */
    @Test
    void whoseLoginIsRefusedInTheMiddleIsToldThatItWasSent() throws Exception {
        login();
        server.on(
                "GET " + Sample.INDEX_PATH, Reply.challenge("Basic realm=\"x\""), Reply.challenge("Basic realm=\"x\""));
        server.on("PUT /v2/app/manifests/2", Reply.status(401));
        String why = "this machine's login to " + server.host() + " was sent and refused. Check that its password";
        try (var registry = new Registry(Sample.settings(home))) {
            assertThatThrownBy(() -> registry.manifest(app))
                    .hasMessageContaining("401")
                    .hasMessageContaining(why);
            assertThatThrownBy(() -> registry.pusher().manifest(app.withTag("2"), "t/x", new byte[0]))
                    .hasMessageContaining(why);
        }
    }

    @Test
    void theRightToWriteIsAnother() throws Exception {
        login();
        server.on("PUT /v2/app/manifests/2", Reply.error(403, "DENIED", "not yours"));
        try (var registry = new Registry(Sample.settings(home))) {
            assertThatThrownBy(() -> registry.pusher().manifest(app.withTag("2"), "t/x", new byte[0]))
                    .hasMessageContaining("but that account may not write to app: give it that right");
        }
    }

    @Test
    void whoIsNotLoggedInIsToldTo() {
        server.on("PUT /v2/app/manifests/2", Reply.error(403, "DENIED", "not yours"));
        try (var registry = new Registry(Sample.settings(home))) {
            assertThatThrownBy(() -> registry.pusher().manifest(app.withTag("2"), "t/x", new byte[0]))
                    .hasMessageEndingWith("Fix: docker login " + server.host() + ".");
        }
    }
}
