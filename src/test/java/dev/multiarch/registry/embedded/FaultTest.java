package dev.multiarch.registry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
    private static final String LINE = "GET /v2/";

    private static HttpResponse<String> get(EmbeddedRegistry registry) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + registry.host() + "/v2/_catalog");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void eachFailsOnceInTurnAndThenAllIsWell() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            registry.fail(
                    LINE + "_catalog",
                    Fault.status(503).with("Retry-After", "1"),
                    Fault.none(),
                    Fault.error(429, "TOOMANYREQUESTS", "slow down"),
                    Fault.redirect(307, "/elsewhere"),
                    Fault.wrongBytes());
            HttpResponse<String> unavailable = get(registry);
            assertThat(unavailable.statusCode()).isEqualTo(503);
            assertThat(unavailable.headers().firstValue("Retry-After")).contains("1");
            String good = get(registry).body();
            assertThat(get(registry).body()).contains("TOOMANYREQUESTS", "slow down");
            assertThat(get(registry).headers().firstValue("Location")).contains("/elsewhere");
            assertThat(get(registry).body()).hasSameSizeAs(good).isNotEqualTo(good);
            assertThat(get(registry).body()).isEqualTo(good);
        }
    }

    @Test
    void aCutBodyEndsTheConnection() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            FaultRule.parse(LINE + "_catalog cut=3").in(registry);
            assertThatThrownBy(() -> get(registry)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(registry)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aDelayedAnswerIsTheRealOne() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            String good = get(registry).body();
            registry.fail(LINE + "_catalog", Fault.delay(Duration.ofMillis(300)));
            assertThat(get(registry).body()).isEqualTo(good);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v2/_catalog status=503 times=1          | 503 |",
                "GET /v2/_catalog redirect=/elsewhere times=1 | 307 |",
                "GET /v2/_catalog delay=0s times=1            | 200 | {",
                "GET /v2/_catalog wrong-bytes times=1         | 200 | z",
                "HEAD /v2/_catalog status=500                 | 200 | {",
                "GET /v2/_catalog status=503 times=0          | 200 | {",
            })
    void aRuleInWordsIsAFault(String rule, int status, String start) throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            FaultRule.parse(rule).in(registry);
            HttpResponse<String> answer = get(registry);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).startsWith(start == null ? "" : start);
            assertThat(get(registry).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /v2/",
                "GET v2/_catalog status=503",
                "LOOK /v2/_catalog status=503",
                "GET /v2/_catalog status=99",
                "GET /v2/_catalog status=503 times=-1",
                "GET /v2/_catalog status=503 twice",
                "GET /v2/_catalog delay=1h",
                "GET /v2/_catalog cut=-1",
                "GET /v2/_catalog redirect=file:///etc/passwd",
                "GET /v2/_catalog redirect=/a\r\nX:y",
            })
    void aRuleThatIsNoneIsRefused(String rule) {
        assertThatThrownBy(() -> FaultRule.parse(rule))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("such as 'GET /v2/app/manifests/1 status=503 times=2'");
    }

    @Test
    void whatIsDelayedWhenTheRegistryClosesIsNotAnswered() throws Exception {
        var heard = new CountDownLatch(1);
        EmbeddedRegistry registry = EmbeddedRegistry.start(Optional.empty(), 0, request -> heard.countDown());
        registry.fail(LINE + "_catalog", Fault.delay(Duration.ofHours(5)));
        var delayed = new FutureTask<>(() -> get(registry));
        new Thread(delayed).start();
        heard.await();
        assertThat(get(registry).statusCode()).as("what follows is not delayed").isEqualTo(200);
        assertThat(delayed).isNotDone();
        registry.close();
        assertThatThrownBy(delayed::get).hasCauseInstanceOf(IOException.class);
    }
}
