package dev.multiarch.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When to wait behind others. */
class PaceTest {
    @Test
    void waitingPaysWhileItTakesNoLongerThanAConnection() {
        var pace = new Pace();
        assertThat(pace.paysToWait(1)).isFalse(); // nothing is known
        pace.opened(40, 90);
        assertThat(pace.paysToWait(1)).isFalse();
        pace.answered(70); // of which 40 are the way
        assertThat(pace.paysToWait(3)).isTrue();
        assertThat(pace.paysToWait(4)).isFalse();
        pace.followed(10); // measured: better than guessed
        assertThat(pace.paysToWait(9)).isTrue();
        pace.answered(1);
        assertThat(pace.paysToWait(10)).isFalse();
    }
}
