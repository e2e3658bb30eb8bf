package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import org.junit.jupiter.api.Test;

class NativeCheckTest {
    private static final Platform LEG = Platform.parse("linux/arm/v7");

    @Test
    void whatIsEmulatedIsRefusedAndWhatIsUnknownIsNoPass() {
        assertThatCode(() -> NativeCheck.require(LEG, Fact.known(false, FactSource.PROBE)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> NativeCheck.require(LEG, Fact.known(true, FactSource.PROBE)))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "the plan has linux/arm/v7 built natively, and this builder would emulate it. Fix: build it on a"
                                + " host whose CPU runs linux/arm/v7, or plan it without the mode native. Nothing was built");
        assertThatThrownBy(() -> NativeCheck.require(LEG, Fact.unknown("the probe took too long")))
                .isInstanceOf(CannotJudge.class)
                .hasMessageContaining("it is not known whether this builder does: the probe took too long. Fix:");
    }
}
