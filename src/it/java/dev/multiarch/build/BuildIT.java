package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Programs;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.EmulatedTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildIT {
    @TempDir
    Path folder;

    private LegBench bench;

    @BeforeEach
    void prepare() throws Exception {
        bench = new LegBench(folder);
    }

    @AfterEach
    void close() {
        if (bench != null) {
            bench.close();
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "linux/arm64, MULTIARCH_IT_REMOTE_BUILDER",
        "linux/arm/v7, MULTIARCH_IT_CONTAINER_BUILDER",
        "linux/arm/v7, MULTIARCH_IT_REMOTE_BUILDER"
    })
    void buildsAnEmulatedLegAndKnowsItsTimeAndHost(String platform, String variable) throws Exception {
        BuildRecord first = bench.build(platform, variable);
        assertThat(first.key()).isEqualTo("p1/" + Platform.parse(platform).slug() + "/1.json");
        assertThat(BuildRecord.read(bench.store.get(first.key()), "record")).isEqualTo(first);
        assertThat(first.leg()).isNotEqualTo(first.digest());
        assertThat(bench.registry.manifestExists(bench.image(), first.digest().orElseThrow()))
                .isTrue();
        EmulatedTime time = first.emulatedTime().value().orElseThrow();
        assertThat(time.basis()).isEqualTo("steps");
        assertThat(time.cached()).isFalse();
        assertThat(time.time()).isBetween(Duration.ofMillis(300), first.duration());
        assertThat(time.steps())
                .hasSize(1)
                .allMatch(step -> step.line() == 8 && step.name().contains("uname -m"));
        BuildFacts facts = BuildFacts.of(first);
        assertThat(facts.emulated().value()).hasValue(true);
        assertThat(facts.binfmtFlags().value().orElseThrow()).contains("F");
        assertThat(facts.kernel().value())
                .hasValue(
                        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        assertThat(first.host().emulator().value().orElseThrow()).contains("qemu");
        assertThat(bench.lines).anyMatch(line -> line.contains(" DONE ")).noneMatch(line -> line.contains("##["));

        BuildRecord second = bench.build(platform, variable);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.emulatedTime().value().orElseThrow().cached()).isTrue();
        assertThat(second.emulatedTime().value().orElseThrow().time()).isZero();
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(Attempts.of(bench.store.records("p1")).current()).containsExactly(second);
        assertThat(bench.progress).anyMatch(line -> line.startsWith(platform + ": built sha256:"));
    }

    @Test
    void buildsANativeLegThatNeedsNoEmulator() throws Exception {
        BuildRecord record = bench.build("linux/amd64", LegBench.REMOTE);
        assertThat(record.emulated().value()).hasValue(false);
        assertThat(record.emulatedTime().isKnown()).isFalse();
        assertThat(record.host().kernel().isKnown()).isTrue();
        assertThat(record.host().binfmt().isKnown()).isFalse();
    }

    @Test
    void withoutAttestationsTheLegIsTheImage() throws Exception {
        BuildRecord record = bench.build("linux/arm64", LegBench.REMOTE, "--provenance=false");
        assertThat(record.leg()).isEqualTo(record.digest()).isPresent();
        assertThat(record.emulatedTime().value().orElseThrow().basis()).isEqualTo("steps");
        assertThat(record.flags())
                .contains("--provenance=false", "--build-arg=SALT")
                .noneMatch(f -> f.contains(bench.salt));
    }

    @Test
    void withoutHistoryTheTimeIsTheLegs() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        String real = Buildx.find(new Programs(line -> {}), System.getenv())
                .command("")
                .words()
                .get(0);
        Path docker = Files.writeString(
                bin.resolve("docker"),
                "#!/bin/sh\n[ \"$2\" != history ] || { echo no history >&2; exit 1; }\nexec " + real + " \"$@\"\n");
        assertThat(docker.toFile().setExecutable(true)).isTrue();
        bench.environment.put("PATH", bin + ":" + System.getenv("PATH"));
        BuildRecord record = bench.build("linux/arm64", LegBench.REMOTE);
        EmulatedTime time = record.emulatedTime().value().orElseThrow();
        assertThat(time.basis()).isEqualTo("leg");
        assertThat(time.time()).isEqualTo(record.duration());
    }

    @Test
    void fencesWhatIsPrintedOnARunner() throws Exception {
        bench.environment.put("GITHUB_ACTIONS", "true");
        bench.build("linux/amd64", LegBench.REMOTE);
        String word = bench.lines.get(0).replace("::stop-commands::", "");
        assertThat(word).matches("[0-9a-f]{32}");
        assertThat(bench.lines.get(bench.lines.size() - 1)).isEqualTo("::" + word + "::");
        assertThat(bench.lines.subList(1, bench.lines.size() - 1))
                .anyMatch(line -> line.contains("::error::" + bench.salt + " ## [error]x"))
                .noneMatch(line -> line.startsWith("::"));
    }
}
