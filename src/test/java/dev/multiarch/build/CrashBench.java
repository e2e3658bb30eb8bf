package dev.multiarch.build;

import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A leg for linux/arm64 whose step {@code RUN make} in line 3 ends, by what a builder printed of it. */
final class CrashBench {
    static final Platform ARM64 = Platform.parse("linux/arm64");
    static final String SEGV = "qemu: uncaught target signal 11 (Segmentation fault) - core dumped";

    Optional<Boolean> emulated = Optional.of(true);
    Optional<BuildSteps.Step> place = Optional.of(new BuildSteps.Step(3, ARM64));
    HostFacts host = host("7.2.22");
    private final BuildWatch.Steps steps = new BuildWatch.Steps() {
        @Override
        public Optional<BuildSteps.Step> find(String name) {
            return place;
        }

        @Override
        public Optional<Boolean> isEmulated(Optional<BuildSteps.Step> step) {
            return emulated;
        }

        @Override
        public String file() {
            return "app/Dockerfile";
        }
    };

    /** Programs run there by this version of QEMU. */
    static HostFacts host(String qemu) {
        Fact<String> none = Fact.unknown("not asked");
        return new HostFacts(
                Fact.known(true, FactSource.PROBE),
                none,
                none,
                Fact.unknown("not asked"),
                Fact.known(false, FactSource.PROBE),
                Fact.known("/usr/bin/qemu-aarch64", FactSource.PROBE),
                Fact.known(qemu, FactSource.COMMAND));
    }

    /** No entry of binfmt_misc is for it. */
    void lacksAnEmulator() {
        host = new HostFacts(
                host.emulated(),
                host.kernel(),
                host.boot(),
                Fact.known(Optional.empty(), FactSource.ENTRY),
                Fact.unknown("not asked"),
                host.emulator(),
                host.version());
    }

    Optional<Crash> buildx(String... lines) {
        var watch = new BuildWatch(LegLimits.USUAL, steps);
        watch.line("#0 building with \"ci\" instance using remote driver");
        watch.line("#6 [3/3] RUN make");
        List.of(lines).forEach(watch::line);
        return watch.failed().flatMap(step -> Crash.of(step, ARM64, host));
    }

    /** As BuildKit says it of the step. */
    static String ended(int exit) {
        return "#6 ERROR: process \"/bin/sh -c make\" did not complete successfully: exit code: " + exit;
    }

    Optional<Crash> buildah(String... lines) {
        var file = Dockerfile.parse("Dockerfile", "FROM base\nRUN true\nRUN make\n".getBytes(StandardCharsets.UTF_8));
        var plain = new BuildahLines(Optional.of(file), "Dockerfile", ARM64, platform -> !emulated.orElseThrow());
        var watch = new BuildWatch(LegLimits.USUAL, plain);
        plain.to(watch::line);
        var all = new BuildahSteps(plain);
        Instant now = Instant.EPOCH;
        for (String line :
                List.of("STEP 1/3: FROM base", "STEP 2/3: RUN true", "--> 08c7b2f32d8", "STEP 3/3: RUN make")) {
            all.line(line, now);
        }
        List.of(lines).forEach(line -> all.line(line, now));
        all.finish(now, true);
        return watch.failed().flatMap(step -> Crash.of(step, ARM64, host));
    }
}
