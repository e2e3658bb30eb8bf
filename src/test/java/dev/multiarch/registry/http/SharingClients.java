package dev.multiarch.registry.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Clients that send each request that may be behind others behind them, whether that pays or not. */
public final class SharingClients {
    private SharingClients() {}

    public static HttpClient create() {
        var pool = new Pool(System::nanoTime);
        return new HttpClient(
                authority -> {
                    throw new IOException("no TLS in this test");
                },
                uri -> Optional.empty(),
                pool,
                new Lines(pool, (pace, ahead) -> true, Duration.ofSeconds(60)));
    }
}
