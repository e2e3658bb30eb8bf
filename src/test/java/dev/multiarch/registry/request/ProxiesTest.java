package dev.multiarch.registry.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Login;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.TlsFixture;
import dev.multiarch.registry.settings.Credential;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Through a proxy, as a user sets it: each call in a separate JVM, as Java reads some settings once. */
class ProxiesTest {
    private static final String PASSWORD = new Credential("me", "p@ss", "").basic();

    @RegisterExtension
    final Commands commands = new Commands();

    private final FaultyRegistry proxy = FaultyRegistry.start();

    @TempDir
    Path folder;

    private Commands here;

    @BeforeEach
    void settings() {
        here = commands.in(folder)
                .with("DOCKER_CONFIG", folder.toString())
                .with("SSL_CERT_FILE", "")
                .with("NO_PROXY", "")
                .with("no_proxy", "");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void plainHttpIsAskedOfTheProxy() throws Exception {
        image(proxy, "http://r.example");
        Login.write(folder, "r.example", "you", "secret");
        assertThat(through("HTTP_PROXY", proxy.host()).run(verify("r.example", "--insecure-registry", "r.example")))
                .exitCode(1)
                .stdoutContains("image.platforms.required");
        assertThat(proxy.lines()).first().isEqualTo("GET http://r.example/v2/app/manifests/1");
    }

    @Test
    void whoIsInNoProxyIsNotAskedThere() {
        assertThat(through("HTTP_PROXY", proxy.host())
                        .with("NO_PROXY", "192.0.2.0/24")
                        .run(verify("nowhere.invalid", "--insecure-registry", "nowhere.invalid")))
                .exitCode(3);
        assertThat(proxy.received()).hasSize(1);
        assertThat(through("HTTP_PROXY", proxy.host())
                        .with("NO_PROXY", "x.test,.invalid")
                        .run(verify("nowhere.invalid", "--insecure-registry", "nowhere.invalid")))
                .exitCode(3)
                .stderrContains("the host nowhere.invalid is unknown");
        assertThat(proxy.received()).hasSize(1);
    }

    /** The registry's credential goes through the tunnel, the proxy's to the proxy, and neither the other way. */
    @Test
    void tlsGoesThroughATunnelAndEachPasswordToItsOwn() throws Exception {
        TlsFixture tls = TlsFixture.make(folder, "-keyalg", "EC", "-ext", "san=dns:r.example");
        Path ca = Files.writeString(folder.resolve("ca.pem"), tls.pem());
        Login.write(folder, "r.example", "you", "secret");
        String registrys = new Credential("you", "secret", "").basic();
        try (FaultyRegistry registry = FaultyRegistry.start(tls.server())) {
            image(registry, "");
            registry.on("GET " + Sample.INDEX_PATH, Sample.indexFor(registrys, "Basic realm=\"r\""));
            proxy.on(
                    "CONNECT r.example:443",
                    request -> request.header("Proxy-Authorization").equals(Optional.of(PASSWORD))
                            ? tunnel(registry)
                            : Reply.status(407).with("Proxy-Authenticate", "Basic realm=\"p\""));
            assertThat(through("HTTPS_PROXY", "http://me:p%40ss@" + proxy.host())
                            .with("SSL_CERT_FILE", ca.toString())
                            .run(verify("r.example")))
                    .exitCode(1)
                    .stdoutContains("image.platforms.required");
            assertThat(registry.received())
                    .isNotEmpty()
                    .noneMatch(r -> r.header("Proxy-Authorization").isPresent())
                    .anyMatch(r -> r.header("Authorization").equals(Optional.of(registrys)));
            assertThat(proxy.received())
                    .allMatch(r -> r.line().equals("CONNECT r.example:443"))
                    .noneMatch(r -> r.header("Authorization").isPresent());
        }
    }

    @Test
    void aWrongPasswordIsNotTriedForEver() {
        proxy.on("CONNECT r.example:443", Reply.status(407).with("Proxy-Authenticate", "Basic realm=\"p\""));
        assertThat(through("HTTPS_PROXY", "http://me:hunter2@" + proxy.host()).run(verify("r.example")))
                .exitCode(3)
                .stderrContains("407", "give the proxy its password")
                .stderrDoesNotContain("hunter2");
        assertThat(proxy.received()).hasSizeLessThan(20);
    }

    @Test
    void withoutAPasswordTheMessageSaysWhereItBelongs() {
        proxy.on("CONNECT r.example:443", Reply.status(407).with("Proxy-Authenticate", "Basic realm=\"p\""));
        assertThat(through("https_proxy", proxy.host()).run(verify("r.example")))
                .exitCode(3)
                .stderrContains("HTTPS_PROXY=http://USER:PASSWORD@PROXY");
    }

    @Test
    void aProxyThatRefusesIsAskedOnce() {
        proxy.on("CONNECT r.example:443", Reply.status(403));
        assertThat(through("HTTPS_PROXY", proxy.host()).run(verify("r.example")))
                .exitCode(3)
                .stderrContains("can't reach r.example through the proxy", "403", "1 attempt", "NO_PROXY");
        assertThat(proxy.received()).hasSize(1);
    }

    @Test
    void aProxyThatIsNotThereIsNamed() {
        String host = proxy.host();
        proxy.close();
        assertThat(through("HTTPS_PROXY", host).run(verify("r.example")))
                .exitCode(3)
                .stderrContains("cannot connect to r.example: the proxy " + host + ": Connection refused");
    }

    @Test
    void loopbackIsAskedDirectly() {
        try (FaultyRegistry registry = FaultyRegistry.start()) {
            image(registry, "");
            assertThat(through("HTTP_PROXY", proxy.host()).run(verify(registry.host())))
                    .exitCode(1);
            assertThat(proxy.received()).isEmpty();
        }
    }

    @Test
    void whatIsNoProxyIsAUsersError() {
        assertThat(through("HTTPS_PROXY", "socks5://x:1").run(verify("r.example")))
                .exitCode(2)
                .stderrContains("HTTPS_PROXY names a proxy of the kind socks5, expected http://HOST:PORT");
    }

    private Commands through(String variable, String value) {
        Commands all = here;
        for (String name : List.of("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy")) {
            all = all.with(name, name.equals(variable) ? value : "");
        }
        return all;
    }

    private static String[] verify(String host, String... more) {
        return List.of(List.of("verify-index", host + "/app:1", "--require", "linux/s390x"), List.of(more)).stream()
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    private static void image(FaultyRegistry server, String before) {
        server.on("GET " + before + Sample.INDEX_PATH, Sample.index())
                .on("HEAD " + before + Sample.INDEX_PATH, Sample.index())
                .on(
                        "GET " + before + "/v2/app/manifests/" + Digest.of(Sample.MANIFEST),
                        Reply.document(MediaTypes.OCI_MANIFEST, Sample.MANIFEST));
    }

    private static Reply tunnel(FaultyRegistry to) {
        return (request, out, client) -> {
            String[] address = to.host().split(":");
            try (var server = new Socket(InetAddress.getByName(address[0]), Integer.parseInt(address[1]))) {
                out.write(Sample.bytes("HTTP/1.1 200 Connection established\r\n\r\n"));
                out.flush();
                var back = new Thread(() -> copy(server, client));
                back.start();
                copy(client, server);
                back.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        };
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException closed) {
            // by either side, when the exchange is over
        }
    }
}
