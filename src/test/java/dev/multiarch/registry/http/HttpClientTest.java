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

    private static javax.net.ssl.SSLSocketFactory noTls(String authority) throws IOException {
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

    static Stream<Arguments> badAnswers() {
        String both = "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
        return Stream.of(
                arguments("no HTTP", "SSH-2.0-OpenSSH_9\r\n", "the answer does not begin with HTTP/1"),
                arguments("HTTP/2", "HTTP/2 200\r\n\r\n", "the answer does not begin with HTTP/1"),
                arguments("no status", "HTTP/1.1 OK\r\n\r\n", "the status line is malformed: \"HTTP/1.1 OK\""),
                arguments(
                        "long status", "HTTP/1.1 2000 X\r\n\r\n", "the status line is malformed: \"HTTP/1.1 2000 X\""),
                arguments("status 99", "HTTP/1.1 099 X\r\n\r\n", "the status line is malformed: \"HTTP/1.1 099 X\""),
                arguments("protocols", "HTTP/1.1 101 X\r\n\r\n", "it switches protocols (101), which nobody asked for"),
                arguments("interims", "HTTP/1.1 100 X\r\n\r\n".repeat(9), "more than 8 interim answers (1xx)"),
                arguments("both lengths", OK + both, "it has both Content-Length and Transfer-Encoding"),
                arguments(
                        "two lengths",
                        OK + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi",
                        "it has two Content-Lengths, \"2\" and \"3\""),
                malformedLength("-1"),
                malformedLength("+2"),
                malformedLength("2, 2"),
                malformedLength("0x2"),
                malformedLength(""),
                malformedLength("9223372036854775808"),
                arguments("other coding", OK + "Transfer-Encoding: gzip, chunked\r\n\r\n", coding("gzip, chunked", 1)),
                arguments(
                        "chunked twice",
                        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                        coding("chunked, chunked", 1)),
                arguments(
                        "chunked in HTTP/1.0",
                        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                        coding("chunked", 0)),
                arguments("folded", OK + "X: a\r\n b\r\n\r\n", "a header is folded over two lines"),
                arguments("bare LF", OK + "X: a\nY: b\r\n\r\n", "a header ends in LF without CR"),
                arguments("bare CR", OK + "X: a\rY: b\r\n\r\n", "a header contains CR without LF"),
                arguments("NUL", OK + "X: a\0b\r\n\r\n", "the header \"X\" contains a control character"),
                arguments("space", OK + "X : a\r\n\r\n", "a header has a malformed name: \"X : a\""),
                arguments("no colon", OK + "hello\r\n\r\n", "a header has no name: \"hello\""),
                arguments("no name", OK + ": a\r\n\r\n", "a header has no name: \": a\""),
                arguments("many headers", OK + "X: a\r\n".repeat(257) + "\r\n", "it has more than 256 headers"));
    }

    private static Arguments malformedLength(String length) {
        return arguments(
                "length " + length,
                OK + "Content-Length: " + length + "\r\n\r\n",
                "its Content-Length is malformed: \"" + length + "\"");
    }

    private static String coding(String coding, int minor) {
        return "its Transfer-Encoding is not known: \"" + coding + "\" in HTTP/1." + minor
                + ", expected chunked in HTTP/1.1";
    }

    static Stream<Arguments> badFraming() {
        return Stream.of(
                arguments("no size", chunked("\r\nhi\r\n"), "the size of a chunk is malformed: \"\""),
                arguments("negative size", chunked("-1\r\nhi"), "the size of a chunk is malformed: \"-1\""),
                arguments("no hex", chunked("2x\r\nhi"), "the size of a chunk is malformed: \"2x\""),
                arguments(
                        "size too large",
                        chunked("FFFFFFFFFFFFFFFFF\r\nhi"),
                        "the size of a chunk is malformed: \"FFFFFFFFFFFFFFFFF\""),
                arguments(
                        "size ends in LF", chunked("2\nhi\r\n0\r\n\r\n"), "a chunk's first line ends in LF without CR"),
                arguments("NUL", chunked("2;\0\r\nhi"), "a chunk's extension contains a control character"),
                arguments("too long", chunked("2\r\nhi!\r\n0\r\n\r\n"), "a chunk is longer than its size says"),
                arguments("bare LF behind", chunked("2\r\nhi\n0\r\n\r\n"), "a chunk's end ends in LF without CR"),
                arguments("trailer", chunked("0\r\nX\r\n\r\n"), "a trailer has no name: \"X\""),
                arguments("trailers", chunked("0\r\n" + "X: y\r\n".repeat(300)), "it has more than 256 trailers"),
                arguments(
                        "extensions",
                        chunked(("1;" + "x".repeat(4000) + "\r\na\r\n").repeat(20)),
                        "its chunks have more extensions than content"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"badAnswers", "badFraming"})
    void isRefused(String name, String answer, String message) {
        try (var server = RawServer.answering(answer, TWO)) {
            assertThatThrownBy(() -> get(server)).isInstanceOf(BadAnswer.class).hasMessage(message);
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
                    .isInstanceOf(BadAnswer.class)
                    .hasMessageStartingWith("a header is longer than 16384 bytes: \"" + name + ": aaa")
                    .message()
                    .hasSizeLessThan(120);
        }
    }

    @Test
    void allHeadersTogetherHaveALimit() {
        try (var server = RawServer.answering(OK + ("X: " + "a".repeat(9000) + "\r\n").repeat(9))) {
            assertThatThrownBy(() -> get(server))
                    .isInstanceOf(BadAnswer.class)
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
                    .isInstanceOf(EOFException.class)
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

    static String chunked(String chunks) {
        return OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
    }

    private String get(RawServer server) throws IOException {
        return send(new HttpRequest("GET", server.uri(), Map.of(), Optional.empty()));
    }

    private String send(HttpRequest request) throws IOException {
        HttpAnswer answer = client.send(request, PATIENT);
        try (HttpBody body = answer.body()) {
            return answer.status() + " " + new String(body.readAllBytes(), ISO_8859_1);
        }
    }
}
