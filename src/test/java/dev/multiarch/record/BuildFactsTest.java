package dev.multiarch.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildFactsTest {
    private static final BuildFacts FACTS = BuildFacts.of(Example.built("p", "linux/arm/v7", 1));
    private static final Digest RECORD = Digest.of(new byte[0]);

    @Test
    void annotationsAreSpeltAsTheDesignSays() {
        assertThat(FACTS.toAnnotations(RECORD))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "dev.multiarch.build.emulated", "true",
                        "dev.multiarch.build.duration", "800.5s",
                        "dev.multiarch.build.emulated-duration", "754.213s",
                        "dev.multiarch.build.basis", "steps",
                        "dev.multiarch.build.cached", "false",
                        "dev.multiarch.build.record", RECORD.toString(),
                        "dev.multiarch.host.kernel", "6.8.0-1021-azure",
                        "dev.multiarch.host.binfmt-flags", "POCF",
                        "dev.multiarch.host.emulator", "/usr/bin/qemu-arm-static"));
    }

    @Test
    void annotationsReadBackAsClaims() {
        BuildFacts claimed = BuildFacts.fromAnnotations(FACTS.toAnnotations(RECORD));

        assertThat(claimed.emulatedTime()).isEqualTo(Fact.known(Duration.ofMillis(754_213), FactSource.ANNOTATION));
        assertThat(claimed.kernel()).isEqualTo(Fact.known(FACTS.kernel().value().orElseThrow(), FactSource.ANNOTATION));
        assertThat(claimed.binfmtFlags())
                .isEqualTo(Fact.known(FACTS.binfmtFlags().value().orElseThrow(), FactSource.ANNOTATION));
        assertThat(claimed.toAnnotations(RECORD)).isEqualTo(FACTS.toAnnotations(RECORD));
    }

    @Test
    void whatIsNotThereIsUnknown() {
        assertThat(BuildFacts.fromAnnotations(Map.of()).kernel())
                .isEqualTo(Fact.unknown(
                        "there is no build record, and the index has no annotation dev.multiarch.host.kernel"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            yes is not true            | build.emulated          | yes
            a duration without unit    | build.emulated-duration | 754
            a negative duration        | build.emulated-duration | -1s
            an endless duration        | build.emulated-duration | 99999999999999999999s
            an exponent                | build.emulated-duration | 1e3s
            a kernel with an escape    | host.kernel             | 6.1\u001b[2J
            a kernel with a command    | host.kernel             | ::error::x
            flags in lower case        | host.binfmt-flags       | pocf
            """)
    void whatLooksWrongIsUnknown(String name, String key, String value) {
        String annotation = "dev.multiarch." + key;
        BuildFacts facts = BuildFacts.fromAnnotations(Map.of(annotation, value));
        Fact<?> fact =
                switch (key) {
                    case "build.emulated" -> facts.emulated();
                    case "host.kernel" -> facts.kernel();
                    case "host.binfmt-flags" -> facts.binfmtFlags();
                    default -> facts.emulatedTime();
                };

        assertThat(fact.isKnown()).isFalse();
        assertThat(fact.reason()).isEqualTo("annotation " + annotation + " is malformed: \"" + value + "\"");
    }
}
