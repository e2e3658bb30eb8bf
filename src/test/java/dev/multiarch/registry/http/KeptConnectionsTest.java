package dev.multiarch.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that wait for their next request, and servers that close them meanwhile. */
class KeptConnectionsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String TWO = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private final AtomicLong clock = new AtomicLong();
    private final HttpClient client = new HttpClient(
            a -> {
                throw new IOException("no TLS in this test");
            },
            uri -> Optional.empty(),
            clock::get);

    @AfterEach
    void close() {
        client.close();
    }

    /** Answers once, takes the next request on the same connection, and closes it without a byte. */
    private static RawServer closingAfterOne() {
        return new RawServer(
                talk -> {
                    talk.request();
                    talk.send(TWO);
                    talk.request();
                },
                talk -> {
                    talk.request();
                    talk.send(TWO);
                    talk.waitForTheClient();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void whatReadsIsAskedOnceMoreOverANewOne(String method) throws IOException {
        try (var server = closingAfterOne()) {
            send(server, "GET");
            send(server, method);
            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "PATCH", "DELETE"})
    void whatWritesIsNot(String method) throws IOException {
        try (var server = closingAfterOne()) {
            send(server, "GET");
            assertThatThrownBy(() -> send(server, method)).hasMessage("the connection ended before an answer");
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void whatWritesDoesNotTrustAConnectionThatWaitedForLong() throws IOException {
        try (var server = closingAfterOne()) {
            send(server, "GET");
            clock.addAndGet(Duration.ofSeconds(2).toNanos());
            send(server, "POST");
            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void nothingIsKeptForEver() throws IOException {
        try (var server = RawServer.answering(TWO, TWO)) {
            send(server, "GET");
            clock.addAndGet(Duration.ofMinutes(1).toNanos());
            send(server, "GET");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aNewConnectionThatClosesIsNotReplaced() {
        try (var server = new RawServer(RawServer.Talk::request)) {
            assertThatThrownBy(() -> send(server, "GET")).hasMessage("the connection ended before an answer");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatHasBegunIsNotAskedForAgain() throws IOException {
        try (var server = new RawServer(talk -> {
            talk.request();
            talk.send(TWO);
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nContent-Le");
        })) {
            send(server, "GET");
            assertThatThrownBy(() -> send(server, "GET")).hasMessage("the connection ended within the answer's head");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** Its bytes would be taken for the answer to the next request. */
    @Test
    void whatComesUnaskedIsNoAnswer() throws Exception {
        var sent = new CountDownLatch(1);
        try (var server = new RawServer(
                talk -> {
                    talk.request();
                    talk.send(TWO + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                    sent.countDown();
                    talk.waitForTheClient();
                },
                talk -> {
                    talk.request();
                    talk.send(TWO);
                    talk.waitForTheClient();
                })) {
            assertThat(send(server, "GET")).isEqualTo("hi");
            sent.await();
            assertThat(send(server, "GET")).isEqualTo("hi");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aRefusalBeforeTheWholeRequestWasTakenIsRead() throws IOException {
        try (var server = new RawServer(talk -> {
            talk.in().readNBytes(10);
            talk.send("HTTP/1.1 413 X\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
            talk.waitForTheClient();
        })) {
            byte[] body = new byte[1 << 20];
            HttpResponse answer = client.send(
                    new HttpRequest("PUT", server.uri(), Map.of(), Optional.of(body)),
                    new TimeLimits(LONG, LONG, LONG));
            assertThat(answer.status()).isEqualTo(413);
            answer.body().close();
        }
    }

    private String send(RawServer server, String method) throws IOException {
        HttpResponse answer = client.send(
                new HttpRequest(method, server.uri(), Map.of(), Optional.empty()), new TimeLimits(LONG, LONG, LONG));
        try (HttpBody body = answer.body()) {
            return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
