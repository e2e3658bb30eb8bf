package dev.multiarch.registry.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server sends × what we make of it. */
class HttpClientTest {
    private static final TimeLimits PATIENT =
            new TimeLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60));
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String TWO = OK + "Content-Length: 2\r\n\r\nhi";

    private final HttpClient client = new HttpClient(HttpClientTest::noTls, uri -> Optional.empty());

    private static SSLContext noTls(String authority) throws IOException {
        throw new IOException("no TLS in this test");
    }

    @AfterEach
    void close() {
        client.close();
    }

    static Stream<Arguments> goodAnswers() {
        return Stream.of(
                arguments("sized", TWO, "200 hi", true),
                arguments("no reason", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", "200 hi", true),
                arguments("empty", OK + "Content-Length: 0\r\n\r\n", "200 ", true),
                arguments("names in any case", OK + "cONTENT-lENGTH:2\r\n\r\nhi", "200 hi", true),
                arguments(
                        "the same length twice",
                        OK + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
                        "200 hi",
                        true),
                arguments("chunks", chunked("1\r\nh\r\n1\r\ni\r\n0\r\n\r\n"), "200 hi", true),
                arguments(
                        "upper-case and padded size",
                        chunked("00A \r\n0123456789\r\n0\r\n\r\n"),
                        "200 0123456789",
                        true),
                arguments("extension", chunked("2;a=b;c=\"d\"\r\nhi\r\n0;x\r\n\r\n"), "200 hi", true),
                arguments("trailer", chunked("2\r\nhi\r\n0\r\nX-Sum: 1\r\nX-B: 2\r\n\r\n"), "200 hi", true),
                arguments("no content", "HTTP/1.1 204 X\r\n\r\n", "204 ", true),
                arguments("not modified", "HTTP/1.1 304 X\r\nContent-Length: 7\r\n\r\n", "304 ", true),
                arguments("interim", "HTTP/1.1 100 X\r\n\r\nHTTP/1.1 103 X\r\nLink: <x>\r\n\r\n" + TWO, "200 hi", true),
                arguments("error", "HTTP/1.1 500 X\r\nContent-Length: 2\r\n\r\nno", "500 no", true),
                arguments("server closes", OK + "Connection: Close\r\nContent-Length: 2\r\n\r\nhi", "200 hi", false),
                arguments("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", "200 hi", false),
                arguments("more than it said", OK + "Content-Length: 2\r\n\r\nhithere", "200 hi", false),
                arguments("no content with content", "HTTP/1.1 204 X\r\nContent-Length: 2\r\n\r\nhi", "204 ", false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodAnswers")
    void isRead(String name, String answer, String expected, boolean keepsConnection) throws IOException {
        try (var server = RawServer.answering(answer, answer)) {
            assertThat(get(server)).isEqualTo(expected);
            assertThat(get(server)).isEqualTo(expected);
            assertThat(server.connections()).isEqualTo(keepsConnection ? 1 : 2);
        }
    }

    @Test
    void withoutALengthTheBodyEndsWithTheConnection() throws IOException {
        try (var server = new RawServer(talk -> {
            talk.request();
            talk.send(OK + "\r\nhi");
        })) {
            assertThat(get(server)).isEqualTo("200 hi");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 7", "Transfer-Encoding: chunked", "X: y"})
    void aHeadHasNoBody(String header) throws IOException {
        try (var server = RawServer.answering(OK + header + "\r\n\r\n", TWO)) {
            assertThat(send(new HttpRequest("HEAD", server.uri(), Map.of(), Optional.empty())))
                    .isEqualTo("200 ");
            assertThat(get(server)).isEqualTo("200 hi");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Link", "WWW-Authenticate", "Content-Type", "Location", "Docker-Content-Digest"})
    void aHeaderHasALimit(String name) throws IOException {
        String most = OK + name + ": " + "a".repeat(16_000) + "\r\nContent-Length: 2\r\n\r\nhi";
        String more = OK + name + ": " + "a".repeat(300_000) + "\r\nContent-Length: 2\r\n\r\nhi";
        try (var server = RawServer.answering(most, more)) {
            assertThat(get(server)).isEqualTo("200 hi");
            assertThatThrownBy(() -> get(server))
                    .isInstanceOf(MalformedResponse.class)
                    .hasMessageStartingWith("a header is longer than 16384 bytes: \"" + name + ": aaa")
                    .message()
                    .hasSizeLessThan(120);
        }
    }

    @Test
    void allHeadersTogetherHaveALimit() {
        try (var server = RawServer.answering(OK + ("X: " + "a".repeat(9000) + "\r\n").repeat(9))) {
            assertThatThrownBy(() -> get(server))
                    .isInstanceOf(MalformedResponse.class)
                    .hasMessageContaining("a header is longer than");
        }
    }

    static Stream<Arguments> cutAnswers() {
        return Stream.of(
                arguments("nothing", "", "the connection ended before an answer"),
                arguments("status line", "HTTP/1.1 2", "the connection ended within the answer's head"),
                arguments("header", OK + "X: a", "the connection ended within the answer's head"),
                arguments("body", OK + "Content-Length: 9\r\n\r\nhi", "the answer ended after 2 of 9 bytes"),
                arguments("chunk", chunked("9\r\nhi"), "the answer ended within a chunk"),
                arguments("between chunks", chunked("2\r\nhi\r\n"), "the connection ended within the answer's head"),
                arguments("trailer", chunked("2\r\nhi\r\n0\r\n"), "the connection ended within the answer's head"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cutAnswers")
    void whatIsCutIsNoAnswer(String name, String answer, String message) {
        try (var server = new RawServer(talk -> {
            talk.request();
            talk.send(answer);
        })) {
            assertThatThrownBy(() -> get(server))
                    .isInstanceOfAny(EOFException.class, TruncatedResponse.class)
                    .hasMessage(message);
        }
    }

    static Stream<Arguments> requests() {
        byte[] body = "body".getBytes(ISO_8859_1);
        return Stream.of(
                arguments("GET", Optional.empty(), "/a%20b?c=d&e", "GET /a%20b?c=d&e HTTP/1.1|Host: HOST|A: b||"),
                arguments("GET", Optional.empty(), "", "GET / HTTP/1.1|Host: HOST|A: b||"),
                arguments("GET", Optional.empty(), "/ü", "GET /%C3%BC HTTP/1.1|Host: HOST|A: b||"),
                arguments("POST", Optional.empty(), "/p", "POST /p HTTP/1.1|Host: HOST|A: b|Content-Length: 0||"),
                arguments("PUT", Optional.of(body), "/p", "PUT /p HTTP/1.1|Host: HOST|A: b|Content-Length: 4||body"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("requests")
    void isSent(String method, Optional<byte[]> body, String path, String expected) throws IOException {
        try (var server = RawServer.answering(TWO)) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
            send(new HttpRequest(method, uri, Map.of("A", "b"), body));
            assertThat(server.requests())
                    .containsExactly(expected.replace("|", "\r\n").replace("HOST", "127.0.0.1:" + server.port()));
        }
    }

    @Test
    void aHeaderCannotBeginAnother() {
        try (var server = RawServer.answering(TWO)) {
            var request = new HttpRequest("GET", server.uri(), Map.of("A", "b\r\nC: d"), Optional.empty());
            assertThatThrownBy(() -> send(request)).hasMessageContaining("the header A can't carry this value");
            assertThat(server.requests()).isEmpty();
        }
    }

    private static String chunked(String chunks) {
        return OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
    }

    private String get(RawServer server) throws IOException {
        return send(new HttpRequest("GET", server.uri(), Map.of(), Optional.empty()));
    }

    private String send(HttpRequest request) throws IOException {
        HttpResponse answer = client.send(request, PATIENT);
        try (HttpBody body = answer.body()) {
            return answer.status() + " " + new String(body.readAllBytes(), ISO_8859_1);
        }
    }
}
