package dev.multiarch.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.Builder;
import dev.multiarch.host.HostFacts;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.FakeDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a host that is a folder. */
class SetupTest {
    private static final String QEMU = "qemu@sha256:" + "1".repeat(64);

    @TempDir
    Path temp;

    private boolean dry;
    private String qemuImage = QEMU;
    private FakeDocker docker;

    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void makeHost() throws IOException {
        docker = FakeDocker.in(temp);
        docker.current("docker");
        Path binfmt = Files.createDirectories(temp.resolve("root/proc/sys/fs/binfmt_misc"));
        Files.writeString(binfmt.resolve("status"), "enabled\n");
        Path random = Files.createDirectories(temp.resolve("root/proc/sys/kernel/random"));
        Files.writeString(random.resolve("boot_id"), "this-boot\n");
    }

    @Test
    void aBuilderThatPushesByDigestIsLeftAlone() throws Exception {
        docker.current("docker-container");
        assertThat(run("ghcr.io/o/app", Optional.empty(), "linux/amd64").name()).isEqualTo("default");
        assertThat(docker.calls()).containsExactly("buildx inspect --bootstrap");
        assertThat(said).isEmpty();
    }

    @Test
    void theOneThatWasAskedForIsNeverReplaced() throws Exception {
        Files.copy(temp.resolve("current"), temp.resolve("mine"));
        assertThat(run("ghcr.io/o/app", Optional.of("mine"), "linux/amd64").driver())
                .isEqualTo("docker");
        assertThat(docker.calls()).containsExactly("buildx inspect --bootstrap mine");
    }

    @Test
    void noBuilderAndNoneToBeMadeIsAnError() throws IOException {
        Files.writeString(temp.resolve("docker"), "#!/bin/sh\necho 'no daemon' >&2\nexit 1\n");
        assertThatThrownBy(() -> run("ghcr.io/o/app", Optional.empty(), "linux/amd64"))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("no daemon");
    }

    @Test
    void nativeLegsLeaveQemuAlone() throws Exception {
        docker.current("remote");
        run("ghcr.io/o/app", Optional.empty(), "linux/amd64", "linux/386");
        assertThat(said).isEmpty();
        assertThat(docker.calls()).noneMatch(call -> call.contains("run"));
    }

    @Test
    void anInstalledQemuIsRegisteredWithF() throws Exception {
        docker.current("remote");
        installQemu();
        run("ghcr.io/o/app", Optional.empty(), "linux/amd64", "linux/arm64");
        assertThat(said)
                .containsExactly("QEMU for linux/arm64 was not there: registered the installed /usr/bin/qemu-aarch64"
                        + " with flags OPFC");
        assertThat(Files.readString(temp.resolve("root/proc/sys/fs/binfmt_misc/register")))
                .startsWith(":qemu-aarch64:M::\\x7fELF")
                .endsWith(":OPFC");
    }

    @Test
    void anEntryWithoutFMakesRoom() throws Exception {
        docker.current("remote");
        installQemu();
        Path old = temp.resolve("root/proc/sys/fs/binfmt_misc/old");
        Files.writeString(
                old,
                "enabled\ninterpreter /old\nflags: P\noffset 0\nmagic 7f454c460201010000000000000000000200b700\n"
                        + "mask ffffffffffffff00fffffffffffffffffeffffff\n");
        run("ghcr.io/o/app", Optional.empty(), "linux/arm64");
        assertThat(old).hasContent("-1");
        assertThat(said).singleElement().asString().endsWith("with flags OPFC in place of old (flags P)");
    }

    @Test
    void aDryRunMakesNoBuilder() throws Exception {
        dry = true;
        assertThat(run("ghcr.io/o/app", Optional.empty(), "linux/amd64").name()).isEqualTo("default");
        assertThat(docker.calls()).noneMatch(call -> call.contains("create"));
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("would run: ")
                .contains("buildx create --name multiarch-");
    }

    @Test
    void aPlatformThatNoProbeExistsForIsLeftAloneWhereTheBuilderListsIt() throws Exception {
        docker.current("docker-container");
        Path file = temp.resolve("current");
        Files.writeString(file, Files.readString(file).replace("linux/386", "linux/mips64le"));
        run("ghcr.io/o/app", Optional.empty(), "linux/mips64le");
        assertThat(said).isEmpty();
    }

    @Test
    void withoutAnInstalledOneTheInstallerImageIsRun() throws Exception {
        docker.current("docker-container");
        run("ghcr.io/o/app", Optional.empty(), "linux/riscv64");
        assertThat(docker.calls()).contains("run --rm --privileged " + QEMU + " --install riscv64");
        assertThat(said).containsExactly("QEMU for linux/riscv64 was not there: installed by " + QEMU);
    }

    @Test
    void anImageByTagIsSaidToBeUnpinned() throws Exception {
        docker.current("docker-container");
        qemuImage = "multiarch/qemu-user-static:7.2.0-1";
        run("ghcr.io/o/app", Optional.empty(), "linux/riscv64");
        assertThat(docker.calls()).contains("run --rm --privileged multiarch/qemu-user-static:7.2.0-1 --reset -p yes");
        assertThat(said)
                .hasSize(2)
                .contains(
                        "warning: multiarch/qemu-user-static:7.2.0-1 runs privileged and is not pinned: its tag can move. Fix: name it by its digest,"
                                + " --qemu-image docker.io/multiarch/qemu-user-static@sha256:…");
    }

    @Test
    void whereItCannotBeHadTheUserIsWarned() throws Exception {
        docker.current("remote");
        run("ghcr.io/o/app", Optional.empty(), "linux/riscv64");
        assertThat(said)
                .containsExactly(
                        "warning: programs for linux/riscv64 don't run on builder default, so a RUN step of that leg would fail:"
                                + " no qemu-user-static for it is installed. Fix: install that package, or build"
                                + " linux/riscv64 on a native runner");
    }

    /** Works where something has been registered or installed since, as the kernel would have it. */
    private HostFacts look(Builder builder, Platform platform) {
        boolean needed = !Set.of("amd64", "386").contains(platform.architecture());
        boolean there = Files.exists(temp.resolve("root/proc/sys/fs/binfmt_misc/register"))
                || docker.calls().stream().anyMatch(call -> call.startsWith("run "));
        return new HostFacts(
                Fact.known(needed, FactSource.COMMAND),
                Fact.unknown("x"),
                Fact.known("this-boot", FactSource.PROBE),
                Fact.unknown("x"),
                there ? Fact.known(false, FactSource.PROBE) : Fact.unknown("x"),
                Fact.unknown("x"),
                Fact.unknown("x"));
    }

    private Builder run(String image, Optional<String> builder, String... platforms)
            throws ProgramException, IOException {
        var programs = new Programs(line -> {});
        var setup = new Setup(
                programs,
                docker.buildx(),
                said::add,
                new LocalHost(temp.resolve("root")),
                new HostChanges(programs, true, dry, said::add),
                Optional.empty(),
                this::look);
        return setup.run(new Setup.Request(
                        Optional.of(Reference.parse(image)),
                        List.of(platforms).stream().map(Platform::parse).toList(),
                        builder,
                        new RegistrySettings(Set.of(), temp, Map.of(), RegistrySettings.BUDGET),
                        Map.of(),
                        qemuImage))
                .builder();
    }

    private void installQemu() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("root/usr/lib/binfmt.d"));
        Files.writeString(
                folder.resolve("qemu-aarch64.conf"),
                ":qemu-aarch64:M::\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00:"
                        + "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:"
                        + "/usr/bin/qemu-aarch64:OPF\n");
        Path qemu = temp.resolve("root/usr/bin/qemu-aarch64");
        Files.createDirectories(qemu.getParent());
        Files.writeString(qemu, "");
        assertThat(qemu.toFile().setExecutable(true)).isTrue();
    }
}
