package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers whose answers have no end or no sense: each call ends in one short sentence, and never in a bug of multiarch. */
class HostileServersTest {
    private static final int LONGEST = 1200;
    private static final String GET = "GET /v2/app/manifests/1";
    private static final String LIST = "GET /v2/app/tags/list";

    @RegisterExtension
    final Commands commands = new Commands();

    private final FaultyRegistry server = FaultyRegistry.start();

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Arguments> answers() {
        String ok = "HTTP/1.1 200 OK\r\n";
        String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                arguments(
                        "interim answers",
                        endless("", "HTTP/1.1 100 Continue\r\n\r\n"),
                        "more than 8 interim answers (1xx)"),
                arguments("headers", endless(ok, "X: y\r\n"), "it has more than 256 headers"),
                arguments(
                        "a header", endless(ok + "Content-Type: ", "a"), "a header is longer than 16384 bytes: \"Con"),
                arguments("a status line", endless("HTTP/1.1 200 ", "O"), "the status line is longer than 16384 bytes"),
                arguments("trailers", endless(chunked + "0\r\n", "X: y\r\n"), "it has more than 256 trailers"),
                arguments(
                        "an extension", endless(chunked + "5;", "x"), "a chunk's first line is longer than 4096 bytes"),
                arguments("one-byte chunks", endless(chunked, "1;" + "x".repeat(99) + "\r\n \r\n"), "more extensions"),
                arguments(
                        "both lengths",
                        Reply.raw(ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
                        "it has both Content-Length and Transfer-Encoding"));
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                arguments("401", unauthorized("a,".repeat(20_000)), "a header is longer than 16384 bytes: \"WWW-Auth"),
                arguments("401 of schemes", unauthorized("a,".repeat(8_000)), "401 UNAUTHORIZED"),
                arguments("401 of words", unauthorized("a b".repeat(5_000)), "401 UNAUTHORIZED"),
                arguments(
                        "401 of slashes",
                        unauthorized("Bearer realm=\"" + "\\".repeat(16_000)),
                        "the token server \"\""),
                arguments(
                        "401 of scopes",
                        unauthorized("Bearer realm=\"http://127.0.0.1/t\",scope=\"" + "s ".repeat(7_000) + "\""),
                        "a challenge for 7000 scopes, to be got from http://127.0.0.1:80, is not followed"),
                arguments("302", Reply.redirect(302, "/" + "../".repeat(5_000) + "x"), ""),
                arguments(
                        "Content-Type",
                        Reply.document("a".repeat(16_000), Sample.INDEX),
                        "the registry names a media type of 16000 characters, expected at most 255"),
                arguments(
                        "mediaType",
                        Reply.document(
                                MediaTypes.OCI_INDEX,
                                Sample.bytes("{\"mediaType\": \"" + "a".repeat(300_000) + "\", \"manifests\": []}")),
                        "mediaType: expected at most 255 characters"));
    }

    private static Reply unauthorized(String challenge) {
        return Reply.challenge(challenge);
    }

    private static Reply endless(String start, String more) {
        return (request, out, socket) -> {
            out.write(Sample.bytes(start));
            byte[] block = Sample.bytes(more.repeat(1 + 8000 / more.length()));
            while (!socket.isClosed()) {
                out.write(block);
            }
            return false;
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"answers", "headers"})
    void endsInOneSentence(String name, Reply reply, String says) {
        server.on(GET, reply);
        isShort(commands.run("verify-index", server.host() + "/app:1"), says);
    }

    @Test
    void aLinkOfManyParametersIsRead() {
        Reply page = Reply.document("application/json", Sample.bytes("{\"tags\": [\"a\"]}"));
        server.on(LIST, ((Reply.Whole) page).with("Link", "<?n=1>" + ";a=b".repeat(4_000) + "; rel=\"next\""));
        isShort(commands.run("verify-index", server.host() + "/app", "--tags", "b*"), "form a circle");
    }

    @Test
    void anEntrysMediaTypeIsQuotedInPart() {
        String type = "a".repeat(300_000);
        server.on(
                GET,
                Reply.document(
                        MediaTypes.OCI_INDEX,
                        Sample.bytes("{\"schemaVersion\": 2, \"manifests\": [{\"mediaType\": \"" + type
                                + "\", \"size\": 2, \"digest\": \"" + "sha256:" + "0".repeat(64)
                                + "\", \"platform\": {\"os\": \"linux\", \"architecture\": \"arm64\"}}]}")));
        for (String format : new String[] {"text", "json"}) {
            Transcript transcript = commands.run("verify-index", server.host() + "/app:1", "--format", format);
            assertThat(transcript).exitCode(3);
            assertThat(transcript.out()).hasSizeLessThan(60_000);
        }
    }

    private static void isShort(Transcript transcript, String says) {
        assertThat(transcript).exitCode(3).stderrIsOneLineWith(says, "Fix: ").stderrDoesNotContain("tag was moved");
        assertThat(transcript.err()).hasSizeLessThan(LONGEST);
    }
}
