package dev.multiarch.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever a server stalls, or sends a byte from time to time, the exchange ends within its limit. */
@Timeout(120)
class StallsTest {
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final TimeLimits WHOLE = new TimeLimits(LONG, LONG, Duration.ofMillis(400));
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String LATE = "no whole answer within 400 ms";

    private static HttpClient client() {
        return new HttpClient(JavasTls::of, uri -> Optional.empty());
    }

    static Stream<Arguments> places() {
        String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                arguments("status line", "HTTP/1.1 200 O", "K"),
                arguments("interim answers", "", "HTTP/1.1 100 X\r\n\r\n"),
                arguments("headers", OK, "X: y\r\n"),
                arguments("a header", OK + "X: y", "y"),
                arguments("a sized body", OK + "Content-Length: 1000000\r\n\r\n", "x"),
                arguments("a body without end", OK + "\r\n", "x"),
                arguments("the size of a chunk", chunked, "0"),
                arguments("a chunk's extension", chunked + "5;", "x"),
                arguments("a chunk", chunked + "FFFFF\r\n", "x"),
                arguments("chunks", chunked, "1\r\nx\r\n"),
                arguments("a trailer", chunked + "0\r\nX: y", "y"),
                arguments("trailers", chunked + "0\r\n", "X: y\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void drips(String place, String start, String drop) {
        try (var client = client();
                var server = new RawServer(talk -> {
                    talk.request();
                    talk.send(start);
                    talk.drip(drop, 60);
                })) {
            assertThatThrownBy(() -> read(client, server.uri(), WHOLE))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage(LATE);
        }
    }

    static Stream<Arguments> silentPlaces() {
        return Stream.concat(Stream.of(arguments("before the answer", "", "")), places());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("silentPlaces")
    void isSilent(String place, String start, String drop) {
        try (var client = client();
                var server = new RawServer(talk -> {
                    talk.request();
                    talk.send(start);
                    talk.waitForTheClient();
                })) {
            assertThatThrownBy(() -> read(client, server.uri(), WHOLE)).hasMessage(LATE);
            var reads = new TimeLimits(LONG, Duration.ofMillis(100), LONG);
            assertThatThrownBy(() -> read(client, server.uri(), reads)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** More than all buffers on the way take. */
    @Test
    void aRequestIsNotTaken() {
        try (var client = client();
                var server = new RawServer(talk -> forEver())) {
            var request = new HttpRequest("PUT", server.uri(), Map.of(), Optional.of(new byte[32 << 20]));
            assertThatThrownBy(() -> client.send(request, WHOLE))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage(LATE);
        }
    }

    static Stream<Arguments> greetings() {
        return Stream.of(
                arguments("silence", "", ""),
                arguments("a record's head", "\26\3\3\100\0", ""),
                arguments("drips of a record", "\26\3\3\100\0", "x"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("greetings")
    void tlsDoesNotBegin(String name, String start, String drop) {
        try (var client = client();
                var server = new RawServer(talk -> stall(talk, start, drop))) {
            URI uri = URI.create("https://127.0.0.1:" + server.port() + "/x");
            assertThatThrownBy(() -> read(client, uri, WHOLE))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage(LATE);
        }
    }

    static Stream<Arguments> tunnels() {
        return Stream.of(
                arguments("silence", "", ""),
                arguments("drips of a status line", "HTTP/1.1 200 O", "K"),
                arguments("drips of headers", OK, "X: y\r\n"),
                arguments("a tunnel that leads nowhere", OK + "\r\n", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tunnels")
    void aProxyStalls(String name, String start, String drop) {
        try (var server = new RawServer(talk -> {
                    talk.request();
                    stall(talk, start, drop);
                });
                var client = new HttpClient(
                        JavasTls::of,
                        uri -> Optional.of(new HttpProxy("127.0.0.1", server.port(), Optional.empty())))) {
            assertThatThrownBy(() -> read(client, URI.create("https://r.example/x"), WHOLE))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage(LATE);
            assertThat(server.requests()).first().asString().startsWith("CONNECT r.example:443 HTTP/1.1\r\n");
        }
    }

    /** The registry was never reached, so it is not the one to look at. */
    @Test
    void aProxyThatIsSilentIsNamed() throws Exception {
        var limits = new TimeLimits(Duration.ofMinutes(1), Duration.ofMillis(300), Duration.ofMinutes(1));
        try (var server = new RawServer(talk -> {
                    talk.request();
                    talk.request(); // which never comes
                });
                var client = new HttpClient(
                        JavasTls::of,
                        uri -> Optional.of(new HttpProxy("127.0.0.1", server.port(), Optional.empty())))) {
            assertThatThrownBy(() -> read(client, URI.create("https://r.example/x"), limits))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("the proxy 127.0.0.1:" + server.port() + ": Read timed out");
        }
    }

    @Test
    void aNameIsNotLookedUpInTime() {
        var never = new CountDownLatch(1);
        assertThatThrownBy(() -> NameLookup.resolve("slow.example", Duration.ofMillis(50), host -> {
                    never.await();
                    return new InetAddress[0];
                }))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("looking up the name slow.example took longer than 50 ms");
    }

    /** The slow ones run as long as the test lets them: were they waited for, the quick one would not be answered. */
    @Test
    void slowServersHoldUpNobodyElse() throws Exception {
        var stalled = new CountDownLatch(8);
        ExecutorService pool = Executors.newCachedThreadPool();
        try (var client = client();
                var slow = new RawServer(talk -> {
                    talk.request();
                    talk.send(OK + "Transfer-Encoding: chunked\r\n\r\n5;");
                    stalled.countDown();
                    talk.drip("x", 20);
                });
                var quick = RawServer.answering(OK + "Content-Length: 2\r\n\r\nhi")) {
            List<? extends Future<?>> slowOnes = Stream.generate(
                            () -> pool.submit(() -> read(client, slow.uri(), new TimeLimits(LONG, LONG, LONG))))
                    .limit(8)
                    .toList();
            stalled.await();
            assertThatThrownBy(() -> read(client, slow.uri(), WHOLE)).hasMessage(LATE);
            assertThat(read(client, quick.uri(), WHOLE)).isEqualTo("hi");
            assertThat(slowOnes).noneMatch(Future::isDone);
        } finally {
            pool.shutdownNow();
        }
    }

    /** A limit that was met must not close the connection later, when somebody else uses it. */
    @Test
    void aDeadlineEndsWithItsExchange() throws Exception {
        try (var client = client();
                var server = new RawServer(talk -> {
                    while (talk.request()) {
                        talk.send(OK + "Content-Length: 2\r\n\r\nhi");
                    }
                })) {
            for (int i = 0; i < 50; i++) {
                assertThat(read(client, server.uri(), new TimeLimits(LONG, LONG, Duration.ofSeconds(30))))
                        .isEqualTo("hi");
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private static void stall(RawServer.Talk talk, String start, String drop) throws IOException {
        talk.send(start);
        if (drop.isEmpty()) {
            talk.waitForTheClient();
        } else {
            talk.drip(drop, 20);
        }
    }

    private static String read(HttpClient client, URI uri, TimeLimits limits) throws IOException {
        HttpResponse answer = client.send(new HttpRequest("GET", uri, Map.of(), Optional.empty()), limits);
        try (HttpBody body = answer.body()) {
            return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Keeps a connection open and reads nothing of it. */
    private static void forEver() throws IOException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
