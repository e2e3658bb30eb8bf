package dev.multiarch.registry.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.registry.http.MalformedResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When to ask again and how long to wait, in a time that does not pass. */
class RetryTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private final List<Long> waits = new ArrayList<>();
    private final Deque<Object> outcomes = new ArrayDeque<>();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "answered, 200, 1, BELIEVED, 200",
        "a server error, 500 408 500 200, 4, BELIEVED, 200",
        "what no server does, 501, 1, BELIEVED, 501",
        "refused, 403, 1, BELIEVED, 403",
        "not found, 404, 1, BELIEVED, 404",
        "busy for ever, 429 429 429 429 200, 4, BELIEVED, 429",
        "busy once, 429 200, 2, BELIEVED, 200",
        "gateways, 502 503 504 200, 4, BELIEVED, 200",
        "just pushed, 404 404 200, 3, AWAITED, 200",
        "pushed and never there, 404 404 404 404 200, 4, AWAITED, 404",
        "doubted, 404 200, 2, DOUBTED, 200",
        "doubted and not there, 404 404 200, 2, DOUBTED, 404",
        "doubted after a server error, 500 404 200, 3, DOUBTED, 200"
    })
    void statuses(String name, String statuses, int attempts, Missing missing, int last) throws Exception {
        for (String status : statuses.split(" ")) {
            outcomes.add(answer(Integer.parseInt(status), ""));
        }
        Response answer = retry(Duration.ofMinutes(5)).run(true, missing, this::next);
        assertThat(answer.status()).isEqualTo(last);
        assertThat(answer.attempts()).isEqualTo(attempts);
        assertThat(waits).hasSize(attempts - 1);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments("reset", new SocketException("Connection reset"), 4),
                arguments("end of file", new EOFException(), 4),
                arguments("cut", new IOException("the answer ended after 1 of 2 bytes"), 4),
                arguments("broken handshake", new SSLHandshakeException("Remote host terminated the handshake"), 4),
                arguments("refused connection", new ConnectException("Connection refused"), 1),
                arguments("unknown host", new UnknownHostException("x"), 1),
                arguments("too slow", new SocketTimeoutException("Read timed out"), 1),
                arguments("untrusted", new SSLHandshakeException("x").initCause(new CertificateException()), 1),
                arguments("plain", new SSLHandshakeException("Unsupported or unrecognized SSL message"), 1),
                arguments("no HTTP", MalformedResponse.notHttp('S'), 1),
                arguments("refused by us", new RefusedException("x"), 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void brokenConnections(String name, IOException failure, int attempts) {
        for (int i = 0; i < Retry.ATTEMPTS; i++) {
            outcomes.add(failure);
        }
        var gaveUp = catchThrowableOfType(
                Retry.GaveUp.class, () -> retry(Duration.ofMinutes(5)).run(true, Missing.BELIEVED, this::next));
        assertThat(gaveUp.getCause()).isSameAs(failure);
        assertThat(gaveUp.attempts()).isEqualTo(attempts);
    }

    @Test
    void aPostIsNeverRepeated() throws Exception {
        outcomes.add(answer(503, ""));
        assertThat(retry(Duration.ofMinutes(5))
                        .run(false, Missing.BELIEVED, this::next)
                        .attempts())
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "Retry-After: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 250",
                "0 | 250",
                "7 | 7000",
                "30 | 30000",
                "31 | 30000",
                "99999999999999999999 | 30000",
                "-1 | 250",
                "soon | 250",
                "Thu, 1 Jan 2026 12:00:09 GMT | 9000",
                "Thu, 01 Jan 2026 13:00:00 GMT | 30000",
                "Thu, 01 Jan 2026 11:00:00 GMT | 250",
                "Xxx, 99 Jan 2026 11:00:00 GMT | 250"
            })
    void aServersWishIsObeyedUpToACap(String retryAfter, long millis) throws Exception {
        outcomes.add(answer(429, retryAfter));
        outcomes.add(answer(200, ""));
        retry(Duration.ofMinutes(5)).run(true, Missing.BELIEVED, this::next);
        assertThat(waits).containsExactly(millis);
    }

    @Test
    void waitsDouble() throws Exception {
        for (int i = 0; i < Retry.ATTEMPTS; i++) {
            outcomes.add(answer(503, ""));
        }
        retry(Duration.ofMinutes(5)).run(true, Missing.BELIEVED, this::next);
        assertThat(waits).containsExactly(250L, 500L, 1000L);
    }

    @Test
    void nothingWaitsBeyondTheBudget() throws Exception {
        outcomes.add(answer(429, "10"));
        Response answer = retry(Duration.ofSeconds(10)).run(true, Missing.BELIEVED, this::next);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(waits).isEmpty();
    }

    private Retry retry(Duration budget) {
        return new Retry(
                new Budget(budget, () -> 0), Duration.ofMillis(250), d -> waits.add(d.toMillis()), () -> 1.0, NOON);
    }

    private Response next() throws IOException {
        Object outcome = outcomes.poll();
        if (outcome instanceof IOException failure) {
            throw failure;
        }
        return (Response) outcome;
    }

    private static Response answer(int status, String retryAfter) {
        return new Response(
                URI.create("http://x:1"),
                status,
                Map.of("retry-after", List.of(retryAfter)),
                new byte[0],
                false,
                1,
                Optional.empty());
    }
}
