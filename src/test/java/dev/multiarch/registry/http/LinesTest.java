package dev.multiarch.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that go out behind others. The servers answer none before all have come. */
class LinesTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Pool pool = new Pool(System::nanoTime);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        pool.close();
    }

    private HttpClient client(Lines.Choice choice, Duration patience) {
        return new HttpClient(
                a -> {
                    throw new IOException("no TLS in this test");
                },
                uri -> Optional.empty(),
                pool,
                new Lines(pool, choice, patience));
    }

    private HttpClient client() {
        return client((pace, ahead) -> true, LONG);
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String path(RawServer.Talk talk, int number) {
        return talk.requests().get(number).split(" ", 3)[1];
    }

    /** Answers each request with its path: the first by itself, so many of the following when they have all come. */
    private static RawServer.Script answering(int together) {
        return talk -> {
            talk.request();
            int before = talk.requests().size();
            talk.send(ok("first"));
            for (int i = 0; i < together; i++) {
                if (!talk.request()) {
                    return;
                }
            }
            for (int i = 0; i < together; i++) {
                talk.send(ok(path(talk, before + i)));
            }
            rest(talk);
        };
    }

    private static void rest(RawServer.Talk talk) throws IOException {
        while (talk.request()) {
            String last = talk.requests().get(talk.requests().size() - 1);
            talk.send(ok(last.split(" ", 3)[1]));
        }
    }

    private static String get(HttpClient client, RawServer server, String path, boolean shares) throws IOException {
        return get(client, server, path, shares, new TimeLimits(LONG, LONG, LONG));
    }

    private static String get(HttpClient client, RawServer server, String path, boolean shares, TimeLimits limits)
            throws IOException {
        URI uri = server.uri().resolve(path);
        var request = new HttpRequest("GET", uri, Map.of(), Optional.empty(), Optional.empty(), shares);
        try (HttpBody body = client.send(request, limits).body()) {
            return new String(body.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private List<Future<String>> all(HttpClient client, RawServer server, int count) {
        List<Future<String>> asked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String path = "/" + i;
            asked.add(threads.submit(() -> get(client, server, path, true)));
        }
        return asked;
    }

    private static void assertEachGotItsOwn(List<Future<String>> asked) throws Exception {
        for (int i = 0; i < asked.size(); i++) {
            assertThat(asked.get(i).get()).isEqualTo("/" + i);
        }
    }

    @Test
    void allOfThemGoOverOneConnection() throws Exception {
        try (var server = new RawServer(answering(8));
                var client = client()) {
            get(client, server, "/", true);
            assertEachGotItsOwn(all(client, server, 8));
            assertThat(server.connections()).isEqualTo(1);
            assertThat(get(client, server, "/last", false)).isEqualTo("/last");
            assertThat(server.connections()).isEqualTo(1);
            assertThat(client.mayShare(server.uri())).isTrue();
        }
    }

    @Test
    void whatDoesNotPayHasItsOwnConnection() throws Exception {
        RawServer.Script slow = talk -> {
            talk.request();
            talk.send(ok("first"));
            rest(talk);
        };
        try (var server = new RawServer(answering(1), slow);
                var client = client((pace, ahead) -> false, LONG)) {
            get(client, server, "/", true);
            assertEachGotItsOwn(all(client, server, 1));
            assertThat(client.hasShared(server.uri())).isFalse();
        }
    }

    /** After the first of three: closes, says that it will, breaks the rules, breaks off within a body, answers no more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n/?",
                "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n"
            })
    void thoseBehindAnAnswerThatIsWrongAreAskedOneByOne(String second) throws Exception {
        RawServer.Script breaking = talk -> {
            talk.request();
            talk.send(ok("first"));
            for (int i = 0; i < 3; i++) {
                talk.request();
            }
            talk.send(ok(path(talk, 1)));
            // Who asked second may get this answer if it is one: who named a digest sees that it is the wrong one.
            talk.send(second.replace("/?", path(talk, 2)));
        };
        try (var server = new RawServer(breaking, talk -> rest(talk));
                var client = client()) {
            get(client, server, "/", true);
            List<Future<String>> asked = all(client, server, 3);
            int right = 0;
            for (int i = 0; i < 3; i++) {
                right += asked.get(i).get().equals("/" + i) ? 1 : 0;
            }
            assertThat(right).isEqualTo(second.contains("400") ? 2 : 3);
            assertThat(client.mayShare(server.uri())).isFalse();
            assertThat(client.hasShared(server.uri())).isTrue();
            assertThat(server.connections()).isBetween(2, 3);
        }
    }

    /** Some servers forget what came with the request that they are reading. */
    @Test
    void whoWaitsForTooLongAsksAlone() throws Exception {
        RawServer.Script forgetting = talk -> {
            talk.request();
            talk.send(ok("first"));
            for (int i = 0; i < 4; i++) {
                talk.request();
            }
            talk.send(ok(path(talk, 1)));
            talk.waitForTheClient();
        };
        try (var server = new RawServer(forgetting, talk -> rest(talk));
                var client = client((pace, ahead) -> true, Duration.ofMillis(300))) {
            get(client, server, "/", true);
            assertEachGotItsOwn(all(client, server, 4));
            assertThat(client.mayShare(server.uri())).isFalse();
        }
    }

    @Test
    void theTimeLimitOfOneBehindEndsNothingAhead() throws Exception {
        var limit = new TimeLimits(LONG, LONG, Duration.ofMillis(400));
        RawServer.Script late = talk -> {
            talk.request();
            talk.send(ok("first"));
            talk.request();
            talk.request();
            synchronized (limit) { // until the second has given up
                talk.send(ok("ahead"));
            }
            rest(talk);
        };
        try (var server = new RawServer(late, talk -> talk.waitForTheClient());
                var client = client()) {
            get(client, server, "/", true);
            Future<String> ahead;
            synchronized (limit) {
                ahead = threads.submit(() -> get(client, server, "/ahead", true));
                while (server.requests().size() < 2) {
                    Thread.onSpinWait();
                }
                assertThatThrownBy(() -> get(client, server, "/behind", true, limit))
                        .isInstanceOf(SocketTimeoutException.class);
            }
            assertThat(ahead.get()).isEqualTo("ahead");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "PATCH", "DELETE"})
    void whatWritesIsNeverBehindAnother(String method) {
        assertThatThrownBy(() -> new HttpRequest(
                        method, URI.create("http://a/"), Map.of(), Optional.empty(), Optional.empty(), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHeaderThatCantBeSentHarmsNobody() throws Exception {
        try (var server = new RawServer(answering(1));
                var client = client()) {
            get(client, server, "/", true);
            var bad = new HttpRequest(
                    "GET", server.uri(), Map.of("A", "b\r\nC: d"), Optional.empty(), Optional.empty(), true);
            assertThatThrownBy(() -> client.send(bad, new TimeLimits(LONG, LONG, LONG)))
                    .hasMessageContaining("can't carry this value");
        }
    }
}
