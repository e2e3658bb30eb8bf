package dev.multiarch.registry.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that break the rules, most of them so that two readers see two different ends. */
class MalformedResponsesTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    static Stream<Arguments> badAnswers() {
        String both = "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
        return Stream.of(
                arguments("no HTTP", "SSH-2.0-OpenSSH_9\r\n", "the answer does not begin with HTTP/1"),
                arguments("HTTP/2", "HTTP/2 200\r\n\r\n", "the answer does not begin with HTTP/1"),
                arguments("no status", "HTTP/1.1 OK\r\n\r\n", "the status line is malformed: \"HTTP/1.1 OK\""),
                arguments(
                        "long status", "HTTP/1.1 2000 X\r\n\r\n", "the status line is malformed: \"HTTP/1.1 2000 X\""),
                arguments("status 99", "HTTP/1.1 099 X\r\n\r\n", "the status line is malformed: \"HTTP/1.1 099 X\""),
                arguments("protocols", "HTTP/1.1 101 X\r\n\r\n", "it switches protocols (101)"),
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
        byte[] raw = answer.getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> RawAnswer.read("GET", new ByteArrayInputStream(raw)))
                .isInstanceOf(MalformedResponse.class)
                .hasMessage(message);
    }

    private static String chunked(String chunks) {
        return OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
    }
}
