package dev.multiarch.build;

import dev.multiarch.host.Builder;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Platform;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at the builder's host while the leg is being built, so that nobody waits for it. */
final class LegFacts implements AutoCloseable {
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final CompletableFuture<HostFacts> facts = new CompletableFuture<>();
    private final Thread thread;

    /** What is known already. */
    LegFacts(HostFacts known) {
        facts.complete(known);
        thread = new Thread(() -> {});
    }

    LegFacts(BuilderHost hosts, Builder builder, Platform platform) {
        thread = new Thread(
                () -> {
                    try {
                        facts.complete(hosts.facts(builder, platform));
                    } finally {
                        facts.complete(HostFacts.unknown("looking at the builder's host failed"));
                    }
                },
                "looks at " + builder.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for it. */
    HostFacts get() {
        try {
            return facts.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HostFacts.unknown("the build was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is only ever completed with a value
        }
    }

    /** What is known by now. */
    Optional<HostFacts> now() {
        return Optional.ofNullable(facts.getNow(null));
    }

    /** Waits for it, but not for long. */
    HostFacts within(Duration patience) {
        try {
            return facts.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return HostFacts.unknown("looking at the builder's host took too long");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HostFacts.unknown("the build was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // as above
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
