package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.it.Stack;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuilderHostIT {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "MULTIARCH_IT_REMOTE_BUILDER, linux/amd64, false",
        "MULTIARCH_IT_REMOTE_BUILDER, linux/386, false",
        "MULTIARCH_IT_REMOTE_BUILDER, linux/arm64, true",
        "MULTIARCH_IT_CONTAINER_BUILDER, linux/arm/v6, true",
        "MULTIARCH_IT_CONTAINER_BUILDER, linux/arm/v7, true"
    })
    void seesWhoseHostItIsAndWhatRunsTheLeg(String builderVariable, String platform, boolean emulated)
            throws Exception {
        Stack.require();
        var programs = new Programs(line -> {});
        Buildx buildx = Buildx.find(programs, System.getenv());
        Builder builder = Builder.inspect(programs, buildx, Optional.of(Stack.variable(builderVariable)));
        assertThat(builder.pushesByDigest()).isTrue();
        HostFacts facts =
                new BuilderHost(programs, buildx, new LocalHost(Path.of("/"))).facts(builder, Platform.parse(platform));
        assertThat(facts.emulated().value()).hasValue(emulated);
        assertThat(facts.boot().value()).hasValue(read("/proc/sys/kernel/random/boot_id"));
        assertThat(facts.kernel()).isEqualTo(Fact.known(read("/proc/sys/kernel/osrelease"), FactSource.ENTRY));
        if (emulated) {
            assertThat(facts.bundled()).isEqualTo(Fact.known(false, FactSource.PROBE));
            assertThat(facts.emulator().value().orElseThrow()).contains("qemu-");
            assertThat(facts.entry().value().orElseThrow().orElseThrow().flags())
                    .contains("F");
        } else {
            assertThat(facts.entry().isKnown()).isFalse();
        }
    }

    private static String read(String file) throws Exception {
        return Files.readString(Path.of(file)).strip();
    }
}
