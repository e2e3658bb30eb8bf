package dev.multiarch.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who asks for the same thing waits for one answer; who asks for another thing waits for nobody. */
@Timeout(60)
class InFlightTest {
    private final InFlight<String, String> asking = new InFlight<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch allowed = new CountDownLatch(1);
    private final AtomicInteger findings = new AtomicInteger();

    private volatile Thread latest;

    private String slow() throws InterruptedException {
        findings.incrementAndGet();
        begun.countDown();
        allowed.await();
        return "found";
    }

    private CompletableFuture<String> ask() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return asking.get("a", this::slow);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                work -> {
                    latest = new Thread(work);
                    latest.start();
                });
    }

    @Test
    void anotherKeyIsFoundMeanwhile() throws Exception {
        var first = ask();
        begun.await();
        for (int i = 0; i < 200; i++) { // some of them share a bin of any hash table
            String key = "key" + i;
            assertThat(asking.get(key, () -> key)).isEqualTo(key);
        }
        assertThat(first).isNotDone();
        allowed.countDown();
        assertThat(first.get()).isEqualTo("found");
    }

    @Test
    void theSameKeyIsFoundOnceAndNotKept() throws Exception {
        var first = ask();
        begun.await();
        var second = ask();
        allowed.countDown();
        assertThat(first.get()).isEqualTo("found");
        assertThat(second.get()).isEqualTo("found");
        assertThat(asking.get("a", () -> "again")).isEqualTo("again");
    }

    @Test
    void aFailureIsThrownAsItIs() {
        assertThatThrownBy(() -> asking.get("a", () -> {
                    throw new IOException("broken");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("broken");
        assertThat(asking.get("a", () -> "found")).isEqualTo("found");
    }

    /** Such as a layer that two images share, of which one can't be judged any more. */
    @Test
    void whoWaitsForACallThatIsCancelledFindsItItself() throws Exception {
        var cancelled = new CompletableFuture<String>();
        new Thread(() -> {
                    try {
                        asking.get("a", () -> {
                            slow();
                            throw new CancellationException("interrupted");
                        });
                    } catch (InterruptedException | CancellationException e) {
                        cancelled.complete(e.getMessage());
                    }
                })
                .start();
        begun.await();
        var second = ask();
        while (latest.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        allowed.countDown();
        assertThat(second.get()).isEqualTo("found");
        assertThat(cancelled.get()).isEqualTo("interrupted");
    }
}
