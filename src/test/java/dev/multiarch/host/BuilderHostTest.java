package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builders that no machine has at hand are played by a script that leaves the answer which the probe would. */
class BuilderHostTest {
    private static final String HERE = "ea491fdd-3a1c-47ba-a262-248695f67478";
    private static final String ELSEWHERE = "00000000-3a1c-47ba-a262-248695f67478";
    private static final Platform AMD64 = Platform.parse("linux/amd64");
    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final Platform ARM = Platform.parse("linux/arm/v7");
    private static final String MAGIC_ARM64 = "7f454c460201010000000000000000000200b700";

    @TempDir
    Path root;

    private final List<String> ran = new ArrayList<>();
    private BuilderHost host;

    @BeforeEach
    void makeHost() throws Exception {
        write("proc/sys/kernel/osrelease", "6.8.0\n");
        write("proc/sys/kernel/random/boot_id", HERE + "\n");
        write("proc/sys/fs/binfmt_misc/status", "enabled\n");
        Path script = write("buildx", """
                #!/bin/sh
                for w; do case $w in --output=*) out=${w#*dest=};; esac; done
                mkdir -p $out
                i=0
                for p in $(sed -n 's/^FROM --platform=\\([^ ]*\\) .*/\\1/p' "$w/Dockerfile"); do
                  answer=%s/answers/$(echo $p | tr / -)
                  [ -f $answer ] || { echo "no $p here" >&2; exit 1; }
                  cp $answer $out/multiarch-facts$i
                  i=$((i + 1))
                done
                """.formatted(root));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        host = new BuilderHost(
                new Programs(ran::add), new Buildx(List.of(script.toString()), "v0.38.2"), new LocalHost(root));
    }

    @Test
    void speaksByThisHostsFilesWhereItIsThisHost() throws Exception {
        entry("qemu-aarch64", "/usr/bin/qemu-aarch64", "POCF");
        answer(AMD64, HERE, "no", "/probe");
        answer(ARM64, HERE, "no", "/usr/bin/qemu-aarch64");
        HostFacts facts = host.facts(builder("linux/amd64, linux/arm64"), ARM64);
        assertThat(facts.emulated()).isEqualTo(Fact.known(true, FactSource.PROBE));
        assertThat(facts.kernel()).isEqualTo(Fact.known("6.8.0", FactSource.ENTRY));
        assertThat(facts.boot()).isEqualTo(Fact.known(HERE, FactSource.PROBE));
        assertThat(facts.entry().value().orElseThrow().orElseThrow().flags()).isEqualTo("POCF");
        assertThat(facts.bundled()).isEqualTo(Fact.known(false, FactSource.PROBE));
        assertThat(facts.emulator()).isEqualTo(Fact.known("/usr/bin/qemu-aarch64", FactSource.PROBE));
    }

    @Test
    void whatRanALegIsAskedOfItsPlatformAlone() throws Exception {
        entry("qemu-aarch64", "/usr/bin/qemu-aarch64", "POCF");
        answer(ARM64, HERE, "no", "/usr/bin/qemu-aarch64");
        HostFacts emulated = host.ran(builder("linux/amd64, linux/arm64"), ARM64);
        assertThat(emulated.emulated()).isEqualTo(Fact.known(true, FactSource.PROBE));
        assertThat(emulated.emulator()).isEqualTo(Fact.known("/usr/bin/qemu-aarch64", FactSource.PROBE));
        assertThat(emulated.kernel().reason()).isEqualTo("it was not asked for");
        assertThat(ran.stream().filter(call -> call.contains(" build "))).hasSize(1);
        HostFacts ours = host.ran(builder("linux/amd64, linux/arm64"), AMD64);
        assertThat(ours.emulated()).isEqualTo(Fact.known(false, FactSource.COMMAND));
        assertThat(ran.stream().filter(call -> call.contains(" build "))).hasSize(1);
    }

    @Test
    void severalThatAreExpectedAreProbedByOneBuild() throws Exception {
        Platform arm = Platform.parse("linux/arm/v7");
        Builder builder = builder("linux/amd64, linux/arm64");
        answer(ARM64, HERE, "no", "/usr/bin/qemu-aarch64");
        answer(arm, HERE, "no", "/usr/bin/qemu-arm");
        host.expect(builder, List.of(AMD64, ARM64, arm));
        assertThat(builds()).isZero();
        assertThat(host.ran(builder, arm).emulator()).isEqualTo(Fact.known("/usr/bin/qemu-arm", FactSource.PROBE));
        assertThat(host.ran(builder, ARM64).emulator())
                .isEqualTo(Fact.known("/usr/bin/qemu-aarch64", FactSource.PROBE));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void oneThatFailsDoesNotHideTheOthers() throws Exception {
        Platform arm = Platform.parse("linux/arm/v7");
        Builder builder = builder("linux/amd64, linux/arm64");
        answer(AMD64, HERE, "no", "/probe");
        answer(ARM64, HERE, "no", "/usr/bin/qemu-aarch64");
        host.expect(builder, List.of(ARM64, arm));
        assertThat(host.ran(builder, arm).runs().value()).contains(false);
        assertThat(host.ran(builder, ARM64).emulator())
                .isEqualTo(Fact.known("/usr/bin/qemu-aarch64", FactSource.PROBE));
        assertThat(builds()).isEqualTo(4); // both, each of them, and what the CPU itself runs
    }

    private long builds() {
        return ran.stream().filter(call -> call.contains(" build ")).count();
    }

    @Test
    void whereTheProbeFailsAllIsAsked() throws Exception {
        answer(AMD64, HERE, "no", "/probe");
        HostFacts facts = host.ran(builder("linux/amd64"), ARM64);
        assertThat(facts).isEqualTo(host.facts(builder("linux/amd64"), ARM64));
        assertThat(facts.runs().value()).contains(false);
    }

    @Test
    void knowsTheKernelOfAnotherHostByTheProbeButNotItsEntries() throws Exception {
        entry("qemu-aarch64", "/usr/bin/qemu-aarch64", "POCF");
        answer(AMD64, ELSEWHERE, "no", "/probe");
        answer(ARM64, ELSEWHERE, "no", "/usr/bin/qemu-aarch64");
        HostFacts facts = host.facts(builder("linux/amd64"), ARM64);
        assertThat(facts.kernel()).isEqualTo(Fact.known("5.15.0", FactSource.PROBE));
        assertThat(facts.entry().reason()).startsWith("the builder runs on another host than this one");
    }

    @Test
    void countsNoEntryWhereBuildKitBroughtItsEmulator() throws Exception {
        entry("qemu-aarch64", "/usr/bin/qemu-aarch64", "POC");
        answer(AMD64, HERE, "no", "/probe");
        answer(ARM64, HERE, "yes", "/dev/.buildkit_qemu_emulator");
        HostFacts facts = host.facts(builder("linux/amd64"), ARM64);
        assertThat(facts.bundled()).isEqualTo(Fact.known(true, FactSource.PROBE));
        assertThat(facts.entry().reason())
                .isEqualTo("BuildKit brought its own emulator: no binfmt_misc entry was used");
    }

    @Test
    void doesNotTakeThisHostsEntryForThatOfABuilderInANamespace() throws Exception {
        entry("qemu-aarch64", "/usr/bin/qemu-aarch64", "POCF");
        answer(AMD64, HERE, "no", "/probe");
        answer(ARM64, HERE, "no", "/opt/qemu-10/aarch64");
        assertThat(host.facts(builder("linux/amd64"), ARM64).entry().reason())
                .isEqualTo("the probe was run by /opt/qemu-10/aarch64, which no entry of this host names:"
                        + " the builder has its own entries");
    }

    @Test
    void knowsThatNoEntryServesWhereTheProbeFails() throws Exception {
        answer(AMD64, HERE, "no", "/probe");
        HostFacts facts = host.facts(builder("linux/amd64"), ARM64);
        assertThat(facts.emulated()).isEqualTo(Fact.known(true, FactSource.COMMAND));
        assertThat(facts.entry().value().orElseThrow()).isEmpty();
        assertThat(facts.bundled().reason()).isEqualTo("the probe failed on builder b: no linux/arm64 here");
    }

    @Test
    void leavesOpenWhichOfSeveralEntriesItIs() throws Exception {
        entry("qemu-aarch64", "/usr/bin/qemu-aarch64", "POCF");
        entry("other", "/usr/bin/other", "PO");
        answer(AMD64, HERE, "no", "/probe");
        assertThat(host.facts(builder("linux/amd64"), ARM64).entry().reason())
                .isEqualTo("several entries are for linux/arm64, with different flags");
    }

    @Test
    void seesWhetherAnArm64CpuRuns32Bits() throws Exception {
        answer(ARM64, ELSEWHERE, "no", "/probe");
        answer(ARM, ELSEWHERE, "no", "/probe");
        assertThat(host.facts(builder("linux/arm64"), ARM).emulated()).isEqualTo(Fact.known(false, FactSource.PROBE));
    }

    @Test
    void probesANativeLegOnceAndAsksForNoEmulator() throws Exception {
        answer(AMD64, ELSEWHERE, "no", "/probe");
        HostFacts facts = host.facts(builder("linux/amd64"), Platform.parse("linux/386"));
        assertThat(facts.emulated()).isEqualTo(Fact.known(false, FactSource.COMMAND));
        assertThat(facts.kernel()).isEqualTo(Fact.known("5.15.0", FactSource.PROBE));
        assertThat(host.facts(builder("linux/amd64"), AMD64)).isEqualTo(facts);
        assertThat(ran).hasSize(1);
    }

    @Test
    void doesNotTakeTheKernelFromAnEmulatedProbe() throws Exception {
        answer(AMD64, ELSEWHERE, "no", "/usr/bin/qemu-x86_64");
        assertThat(host.facts(builder("linux/amd64"), AMD64).kernel().reason())
                .isEqualTo("the probe was emulated on what the builder calls its own platform");
    }

    @Test
    void knowsNothingOfABuilderWithoutPlatforms() {
        assertThat(host.facts(builder(""), AMD64))
                .isEqualTo(HostFacts.unknown("builder b does not name its platforms"));
    }

    private static Builder builder(String platforms) {
        return Builder.parse("Name: b\nDriver: remote\n\nNodes:\nName: b0\nPlatforms: " + platforms + "\n");
    }

    private void answer(Platform platform, String boot, String bundled, String exe) throws Exception {
        write(
                "answers/" + platform.slug(),
                "boot " + boot + "\nkernel 5.15.0\nbundled " + bundled + "\nexe " + exe + "\n");
    }

    private void entry(String name, String interpreter, String flags) throws Exception {
        write(
                "proc/sys/fs/binfmt_misc/" + name,
                "enabled\ninterpreter " + interpreter + "\nflags: " + flags + "\noffset 0\nmagic " + MAGIC_ARM64
                        + "\n");
    }

    private Path write(String name, String text) throws Exception {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
