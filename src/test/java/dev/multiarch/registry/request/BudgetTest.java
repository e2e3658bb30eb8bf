package dev.multiarch.registry.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private final AtomicLong seconds = new AtomicLong();
    private final Budget budget = new Budget(Duration.ofSeconds(100), () -> seconds.get() * 1_000_000_000);

    @Test
    void onlyTimeWithARequestUnderWayCountsAndParallelOnesCountOnce() {
        seconds.set(1000);
        assertThat(budget.left()).isEqualTo(Duration.ofSeconds(100));
        budget.enter();
        seconds.addAndGet(10);
        budget.enter();
        seconds.addAndGet(10);
        assertThat(budget.left()).isEqualTo(Duration.ofSeconds(80));
        budget.leave();
        seconds.addAndGet(10);
        budget.leave();
        seconds.addAndGet(5000);
        assertThat(budget.left()).isEqualTo(Duration.ofSeconds(70));
    }

    @Test
    void itCanBeUsedUp() {
        budget.enter();
        seconds.addAndGet(101);
        assertThat(budget.left()).isEqualTo(Duration.ofSeconds(-1));
    }
}
