package dev.multiarch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.host.Builder;
import dev.multiarch.host.Fact;
import dev.multiarch.host.HostFacts;
import dev.multiarch.host.Learnt;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a {@code docker} that keeps its builders in a folder, and a host that is a folder as well. */
class SetupTest {
    private static final String DOCKER = """
            #!/bin/sh
            cd "$(dirname "$0")"
            echo "$*" | sed 's,/[^ ]*/buildkitd,/buildkitd,; s,[0-9]*\\.toml,.toml,' >> calls
            case "$1 $2" in
              "buildx inspect")
                shift 2
                [ "${1:-}" != --bootstrap ] || shift
                cat "${1:-current}"
                ;;
              "buildx create")
                for word; do case $word in *.toml) cat "$word" > config ;; esac; done
                sed "s/default/$4/; s/docker/docker-container/" current > "$4"
                ;;
            esac
            """;

    @TempDir
    Path temp;

    private boolean dry;

    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void makeHost() throws IOException {
        Files.writeString(temp.resolve("docker"), DOCKER);
        assertThat(temp.resolve("docker").toFile().setExecutable(true)).isTrue();
        current("docker");
        Path binfmt = Files.createDirectories(temp.resolve("root/proc/sys/fs/binfmt_misc"));
        Files.writeString(binfmt.resolve("status"), "enabled\n");
        Path random = Files.createDirectories(temp.resolve("root/proc/sys/kernel/random"));
        Files.writeString(random.resolve("boot_id"), "this-boot\n");
    }

    @Test
    void aBuilderThatPushesByDigestIsLeftAlone() throws Exception {
        current("docker-container");
        assertThat(run("ghcr.io/o/app", Optional.empty(), "linux/amd64").name()).isEqualTo("default");
        assertThat(calls()).containsExactly("buildx inspect --bootstrap");
        assertThat(said).isEmpty();
    }

    @Test
    void theOneThatWasAskedForIsNeverReplaced() throws Exception {
        Files.copy(temp.resolve("current"), temp.resolve("mine"));
        assertThat(run("ghcr.io/o/app", Optional.of("mine"), "linux/amd64").driver())
                .isEqualTo("docker");
        assertThat(calls()).containsExactly("buildx inspect --bootstrap mine");
    }

    @Test
    void oneThatCannotIsReplacedByOneThatTheNextCallFinds() throws Exception {
        String name = run("ghcr.io/o/app", Optional.empty(), "linux/amd64").name();
        assertThat(name).startsWith("multiarch-");
        assertThat(calls()).contains("buildx create --name " + name + " --driver docker-container");
        assertThat(said)
                .containsExactly("builder \"default\" (driver docker) can't push by digest: creating builder " + name
                        + " (docker-container)");
        said.clear();
        assertThat(run("ghcr.io/o/app", Optional.empty(), "linux/amd64").name()).isEqualTo(name);
        assertThat(said).isEmpty();
    }

    @Test
    void aLoopbackRegistryIsReachedByPlainHttpOnTheHostsNetwork() throws Exception {
        String name =
                run("127.0.0.1:5000/o/app", Optional.empty(), "linux/amd64").name();
        assertThat(calls())
                .contains("buildx create --name " + name
                        + " --driver docker-container --driver-opt network=host --buildkitd-config /buildkitd.toml");
        assertThat(temp.resolve("config")).hasContent("[registry.\"127.0.0.1:5000\"]\n  http = true\n");
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
        current("remote");
        run("ghcr.io/o/app", Optional.empty(), "linux/amd64", "linux/386");
        assertThat(said).isEmpty();
        assertThat(calls()).noneMatch(call -> call.contains("run"));
    }

    @Test
    void anInstalledQemuIsRegisteredWithF() throws Exception {
        current("remote");
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
        current("remote");
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
        assertThat(calls()).noneMatch(call -> call.contains("create"));
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("would run: ")
                .contains("buildx create --name multiarch-");
    }

    @Test
    void aPlatformThatNoProbeExistsForIsLeftAloneWhereTheBuilderListsIt() throws Exception {
        current("docker-container");
        Path file = temp.resolve("current");
        Files.writeString(file, Files.readString(file).replace("linux/386", "linux/mips64le"));
        run("ghcr.io/o/app", Optional.empty(), "linux/mips64le");
        assertThat(said).isEmpty();
    }

    @Test
    void withoutAnInstalledOneTheInstallerImageIsRun() throws Exception {
        current("docker-container");
        run("ghcr.io/o/app", Optional.empty(), "linux/riscv64");
        assertThat(calls()).contains("run --rm --privileged qemu@sha256:1 --install riscv64");
        assertThat(said).containsExactly("QEMU for linux/riscv64 was not there: installed by qemu@sha256:1");
    }

    @Test
    void whereItCannotBeHadTheUserIsWarned() throws Exception {
        current("remote");
        run("ghcr.io/o/app", Optional.empty(), "linux/riscv64");
        assertThat(said)
                .containsExactly(
                        "warning: programs for linux/riscv64 don't run on builder default, so a RUN step of that"
                                + " leg would fail: there is no qemu-user-static that serves it, or the builder is not on this"
                                + " host");
    }

    /** Works where something has been registered or installed since, as the kernel would have it. */
    private HostFacts look(Builder builder, Platform platform) {
        boolean needed = !Set.of("amd64", "386").contains(platform.architecture());
        boolean there = Files.exists(temp.resolve("root/proc/sys/fs/binfmt_misc/register"))
                || calls().stream().anyMatch(call -> call.startsWith("run "));
        return new HostFacts(
                Fact.known(needed, Learnt.COMMAND),
                Fact.unknown("x"),
                Fact.known("this-boot", Learnt.PROBE),
                Fact.unknown("x"),
                there ? Fact.known(false, Learnt.PROBE) : Fact.unknown("x"),
                Fact.unknown("x"));
    }

    private Builder run(String image, Optional<String> builder, String... platforms)
            throws ProgramException, IOException {
        String docker = temp.resolve("docker").toString();
        var programs = new Programs(line -> {});
        var setup = new Setup(
                programs,
                new Buildx(List.of(docker, "buildx"), "v1"),
                said::add,
                new LocalHost(temp.resolve("root")),
                new Changes(programs, true, dry, said::add),
                Optional.empty(),
                this::look);
        return setup.run(new Setup.Request(
                Reference.parse(image),
                List.of(platforms).stream().map(Platform::parse).toList(),
                builder,
                Set.of(),
                "qemu@sha256:1"));
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

    private void current(String driver) throws IOException {
        Files.writeString(
                temp.resolve("current"),
                "Name:   default\nDriver: " + driver + "\n\nNodes:\nName: default\nEndpoint: default\nStatus: running\n"
                        + "Platforms: linux/amd64, linux/386\n");
    }

    private List<String> calls() {
        try {
            Path file = temp.resolve("calls");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
