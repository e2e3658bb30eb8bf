package dev.multiarch.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.registry.TlsFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One group is named at first; a server that takes another one is asked again, and one that is not trusted is not. */
@Timeout(60)
class KeyGroupsTest {
    private static final boolean GROUPS_CAN_BE_NAMED = Runtime.version().feature() >= 20;
    private static final TimeLimits LIMITS =
            new TimeLimits(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30));

    @TempDir
    static Path folder;

    private static TlsFixture tls;

    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @BeforeAll
    static void makeKey() throws Exception {
        tls = TlsFixture.make(folder, "-keyalg", "EC", "-groupname", "secp256r1", "-ext", "san=dns:localhost");
    }

    @Test
    void aServerWithoutTheFirstGroupIsAskedAgainOnce() throws Exception {
        try (SSLServerSocket server = serve("secp256r1");
                HttpClient client = client(trusting())) {
            URI uri = URI.create("https://localhost:" + server.getLocalPort() + "/");
            for (int i = 0; i < 3; i++) {
                assertThat(get(client, uri)).isEqualTo(200);
            }
            assertThat(refused).hasValue(GROUPS_CAN_BE_NAMED ? 1 : 0);
        }
    }

    @Test
    void requestsAtTheSameTimeAreAllAskedAgain() throws Exception {
        try (SSLServerSocket server = serve("secp256r1");
                HttpClient client = client(trusting())) {
            URI uri = URI.create("https://localhost:" + server.getLocalPort() + "/");
            List<Integer> answers =
                    AtOnce.<Integer, Integer, IOException>map(Collections.nCopies(4, 0), 4, each -> get(client, uri));
            assertThat(answers).containsOnly(200);
        }
    }

    @Test
    void aServerThatTakesTheFirstGroupIsAskedOnce() throws Exception {
        try (SSLServerSocket server = serve("x25519");
                HttpClient client = client(trusting())) {
            assertThat(get(client, URI.create("https://localhost:" + server.getLocalPort() + "/")))
                    .isEqualTo(200);
            assertThat(refused).hasValue(0);
        }
    }

    @Test
    void aServerThatIsNotTrustedIsNotAskedAgain() throws Exception {
        try (SSLServerSocket server = serve("x25519");
                HttpClient client = client(SSLContext.getDefault())) {
            URI uri = URI.create("https://localhost:" + server.getLocalPort() + "/");
            assertThatThrownBy(() -> get(client, uri)).isInstanceOf(SSLHandshakeException.class);
            assertThat(accepted).hasValue(1);
        }
    }

    private static int get(HttpClient client, URI uri) throws IOException {
        HttpResponse answer = client.send(new HttpRequest("GET", uri, Map.of(), Optional.empty()), LIMITS);
        answer.body().close();
        return answer.status();
    }

    private static HttpClient client(SSLContext context) {
        return new HttpClient(authority -> context, uri -> Optional.empty());
    }

    private static SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", tls.certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Answers one request over each connection; a Java that can't name groups takes them all. */
    private SSLServerSocket serve(String group) throws Exception {
        var server = (SSLServerSocket)
                tls.server().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("localhost"));
        if (GROUPS_CAN_BE_NAMED) {
            SSLParameters parameters = server.getSSLParameters();
            SSLParameters.class.getMethod("setNamedGroups", String[].class).invoke(parameters, (Object)
                    new String[] {group});
            server.setSSLParameters(parameters);
        }
        var thread = new Thread(() -> answer(server));
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private void answer(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (var socket = (SSLSocket) server.accept()) {
                accepted.incrementAndGet();
                socket.startHandshake();
                socket.getInputStream().read(new byte[4096]);
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (SSLException e) {
                refused.incrementAndGet();
            } catch (IOException closed) {
                // by the client, or as the test is over
            }
        }
    }
}
