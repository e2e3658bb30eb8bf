package dev.multiarch.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Login;
import dev.multiarch.registry.Received;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.TlsFixture;
import dev.multiarch.registry.settings.Credential;
import dev.multiarch.registry.settings.RegistrySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of many requests that come together, one meets the registry first. */
@Timeout(120)
class FirstContactTest {
    private static final String BASIC = new Credential("me", "pa:ss", "").basic();

    private final FirstContact contacts = new FirstContact();

    @TempDir
    Path folder;

    @Test
    void theOthersWaitUntilItIsOver() throws Exception {
        assertThat(contacts.isFirst("a")).isTrue();
        var other = new FutureTask<>(() -> contacts.isFirst("a"));
        var thread = new Thread(other);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        assertThat(contacts.isFirst("b")).as("another host").isTrue();
        contacts.over("a");
        assertThat(other.get()).isFalse();
        assertThat(contacts.isFirst("a")).as("from then on nobody waits").isFalse();
    }

    /** A thousand that wait in turn would wait for a quarter of an hour. */
    @Test
    void whereOneHangsNoneWaitsWhenOneHasWaited() {
        assertThat(contacts.isFirst("a")).isTrue();
        for (int i = 0; i < 1_000; i++) {
            assertThat(contacts.isFirst("a")).isFalse();
        }
    }

    @Test
    void oneWaitsNoMoreWhereItIsInterrupted() {
        assertThat(contacts.isFirst("a")).isTrue();
        Thread.currentThread().interrupt();
        assertThat(contacts.isFirst("a")).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void oneAloneIsChallenged() throws Exception {
        TlsFixture tls = TlsFixture.make(folder, "-keyalg", "EC", "-ext", "san=dns:localhost");
        try (FaultyRegistry server = FaultyRegistry.start(tls.server())) {
            Login.write(folder, server.localhost(), "me", "pa:ss");
            server.otherwise(received ->
                    carries(received) ? Reply.document("text/plain", Sample.INDEX) : Reply.challenge("Basic realm=x"));
            Reference app = Sample.app(server.localhost()).repositoryOnly();
            try (Registry registry = new Registry(settings(tls))) {
                registry.tags(Reference.parse(server.localhost() + "/other")); // now it is known to speak TLS
                List<Integer> numbers = IntStream.range(0, 8).boxed().toList();
                AtOnce.map(numbers, 8, number -> registry.manifest(app.withTag("v" + number)));
            }
            assertThat(server.received().stream().filter(received -> !carries(received)))
                    .hasSize(2); // the first of each repository
        }
    }

    private static boolean carries(Received received) {
        return received.header("Authorization").orElse("").equals(BASIC);
    }

    private RegistrySettings settings(TlsFixture tls) throws Exception {
        String bundle =
                Files.writeString(folder.resolve("bundle.pem"), tls.pem()).toString();
        var environment = Map.of("SSL_CERT_FILE", bundle);
        return new RegistrySettings(Set.of(), folder, environment, Duration.ofMinutes(5));
    }
}
