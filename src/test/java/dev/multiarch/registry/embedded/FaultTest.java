package dev.multiarch.registry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultTest {
    private static final String LINE = "GET /v2/";

    private static HttpResponse<String> get(EmbeddedRegistry registry) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + registry.host() + "/v2/_catalog");
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
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
            registry.failAlways(LINE + "_catalog", Fault.cut(3));
            assertThatThrownBy(() -> get(registry)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(registry)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsDelayedWhenTheRegistryClosesIsNotAnswered() throws Exception {
        EmbeddedRegistry registry = EmbeddedRegistry.start();
        registry.fail(LINE + "_catalog", Fault.delay(Duration.ofMinutes(5)));
        Thread closing = new Thread(registry::close);
        closing.start();
        assertThatThrownBy(() -> get(registry)).isInstanceOf(IOException.class);
        closing.join();
    }
}
