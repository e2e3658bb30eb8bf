package dev.multiarch.registry.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.http.RawServer;
import dev.multiarch.registry.http.SharingClients;
import dev.multiarch.registry.settings.RegistrySettings.Patience;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents that are asked for behind others. The server answers none of two before both have come. */
class ProvenTest {
    private static final List<String> BODIES = List.of("one", "two");

    private final Transport transport =
            new Transport(Patience.USUAL, new Budget(Duration.ofMinutes(2), System::nanoTime), SharingClients.create());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        transport.close();
    }

    /** What a server says of the document that a request names. */
    private interface Answers {
        String to(String request);
    }

    private static String body(String request) {
        return BODIES.stream()
                .filter(body -> request.contains(digest(body).toString()) || request.contains("/manifests/" + body))
                .findFirst()
                .orElse("");
    }

    private static Digest digest(String body) {
        return Digest.of(body.getBytes(UTF_8));
    }

    private static String right(String request) {
        String body = body(request);
        return "HTTP/1.1 200 OK\r\nDocker-Content-Digest: " + digest(body) + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + (request.startsWith("HEAD") ? "" : body);
    }

    private static String status(String status) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
    }

    /** @param firstPlace which of the two is answered first */
    private static RawServer server(int firstPlace, Answers together, Answers alone) {
        return new RawServer(
                talk -> {
                    talk.request();
                    int before = talk.requests().size();
                    talk.send(status("200 OK"));
                    talk.request();
                    talk.request();
                    talk.send(together.to(talk.requests().get(before + firstPlace)));
                    talk.send(together.to(talk.requests().get(before + 1 - firstPlace)));
                    while (talk.request()) {
                        talk.send(alone.to(talk.requests().get(talk.requests().size() - 1)));
                    }
                },
                talk -> {
                    while (talk.request()) {
                        talk.send(alone.to(talk.requests().get(talk.requests().size() - 1)));
                    }
                });
    }

    private Response send(RawServer server, Request request) throws IOException {
        var proven = new Proven(transport, new Redirects(transport));
        return proven.send(request, URI.create("http://127.0.0.1:" + server.port() + request.path()), Optional.empty());
    }

    /** Makes a request for one of the two. */
    private interface Asking {
        Request of(Reference repository, String body);
    }

    private List<Response> both(RawServer server, boolean heads) throws Exception {
        return both(server, (repository, body) -> request(repository, body, heads));
    }

    private List<Response> both(RawServer server, Asking asking) throws Exception {
        Reference repository = Reference.parse("127.0.0.1:" + server.port() + "/app");
        send(server, Request.ping(repository)); // whose connection is kept
        List<Future<Response>> asked = BODIES.stream()
                .map(body -> threads.submit(() -> send(server, asking.of(repository, body))))
                .toList();
        return List.of(asked.get(0).get(), asked.get(1).get());
    }

    private static Request request(Reference repository, String body, boolean head) {
        return head ? Request.blobExists(repository, digest(body)) : Request.blob(repository, descriptor(body));
    }

    private static Descriptor descriptor(String body) {
        Optional<Platform> none = Optional.empty();
        return new Descriptor("text/plain", digest(body), body.length(), none, "", Map.of(), Optional.empty());
    }

    private static void assertRight(List<Response> answers) {
        assertThat(answers).extracting(a -> new String(a.body(), UTF_8)).containsExactlyElementsOf(BODIES);
    }

    @Test
    void rightAnswersAreBelieved() throws Exception {
        try (var server = server(0, ProvenTest::right, ProvenTest::right)) {
            assertRight(both(server, false));
            assertThat(server.requests()).hasSize(3);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void mixedUpAnswersAreNot() throws Exception {
        try (var server = server(1, ProvenTest::right, ProvenTest::right)) {
            assertRight(both(server, false));
            assertThat(server.requests()).hasSize(5);
        }
    }

    @Test
    void norAreMixedUpHeads() throws Exception {
        try (var server = server(1, ProvenTest::right, ProvenTest::right)) {
            assertThat(both(server, true)).extracting(Response::status).containsExactly(200, 200);
            assertThat(server.requests()).hasSize(5);
        }
    }

    /** As it names the digest that is expected. */
    @Test
    void aTagThatHasNotMovedIsAskedForBehindOthers() throws Exception {
        try (var server = server(0, ProvenTest::right, ProvenTest::right)) {
            assertThat(both(server, ProvenTest::tag))
                    .extracting(Response::status)
                    .containsExactly(200, 200);
            assertThat(server.requests()).hasSize(3);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** What another request's answer names may not be taken for the tag's. */
    @Test
    void aTagThatSeemsToHaveMovedIsAskedForAlone() throws Exception {
        try (var server = server(1, ProvenTest::right, ProvenTest::right)) {
            assertThat(both(server, ProvenTest::tag))
                    .extracting(answer -> answer.header("Docker-Content-Digest"))
                    .containsExactly(
                            Optional.of(digest("one").toString()),
                            Optional.of(digest("two").toString()));
            assertThat(server.requests()).hasSize(5);
            assertThat(transport.mayShare(server.uri())).isFalse();
        }
    }

    /** Nor does a registry that names no digest, or a tag that is gone, say anything of how it answers. */
    @Test
    void aTagThatHasMovedIsNothingAgainstTheServer() throws Exception {
        for (String answer :
                List.of("200 OK\r\nDocker-Content-Digest: " + digest("three"), "200 OK", "404 Not Found")) {
            try (var server = server(0, request -> status(answer), request -> status(answer))) {
                both(server, ProvenTest::tag);
                assertThat(server.requests()).hasSize(5);
                assertThat(transport.mayShare(server.uri())).isTrue();
            }
        }
    }

    private static Request tag(Reference repository, String body) {
        return Request.manifestExists(Reference.parse(repository + ":" + body), Optional.of(digest(body)));
    }

    @Test
    void aHeadWithoutADigestProvesNothing() throws Exception {
        try (var server = server(0, request -> status("200 OK"), request -> status("404 Not Found"))) {
            assertThat(both(server, true)).extracting(Response::status).containsExactly(404, 404);
        }
    }

    /** A token that ran out, a missing document, a redirect to nowhere. */
    @Test
    void whatIsNoDocumentIsAskedForAlone() throws Exception {
        for (String refusal : List.of("401 Unauthorized", "404 Not Found", "307 Temporary Redirect")) {
            try (var server = server(0, request -> status(refusal), ProvenTest::right)) {
                assertRight(both(server, false));
                assertThat(server.requests()).hasSize(5);
            }
        }
    }

    @Test
    void whatIsNoDocumentAloneEitherIsTheAnswer() throws Exception {
        try (var server = server(0, ProvenTest::right, request -> status("404 Not Found"))) {
            assertRight(both(server, false));
            Reference repository = Reference.parse("127.0.0.1:" + server.port() + "/app");
            assertThat(send(server, request(repository, "three", false)).status())
                    .isEqualTo(404);
            assertThat(transport.mayShare(server.uri())).isFalse();
        }
    }

    /** As it comes again after a pause, by {@link Retry}. */
    @Test
    void whatPassesIsNotAskedAgainAtOnce() throws Exception {
        try (var server = server(0, request -> status("429 Too Many Requests"), ProvenTest::right)) {
            assertThat(both(server, false)).extracting(Response::status).containsExactly(429, 429);
            assertThat(server.requests()).hasSize(3);
            assertThat(transport.mayShare(server.uri())).isFalse();
        }
    }
}
