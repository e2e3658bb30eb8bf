package dev.multiarch.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.emulation.Repair.Done;
import dev.multiarch.emulation.Repair.Outcome;
import dev.multiarch.emulation.Repair.PlatformState;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Programs;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is tried in which order, on a host that is a folder; what looking shows is given. */
class RepairTest {
    private static final String DIGEST = "sha256:" + "1".repeat(64);
    private static final Platform S390X = Platform.parse("linux/s390x");
    private static final String ENTRY = "enabled\ninterpreter %s\nflags: %s\noffset 0\n"
            + "magic 7f454c4602020100000000000000000000020016\nmask ffffffffffffff00fffffffffffffffffffeffff\n";
    private static final PlatformState WORKS = new PlatformState(true, true, true);
    private static final PlatformState HERE = new PlatformState(false, true, false);
    private static final PlatformState HERE_WITH_DOCKER = new PlatformState(false, true, true);
    private static final PlatformState ELSEWHERE = new PlatformState(false, false, false);

    @TempDir
    Path temp;

    private final List<String> told = new ArrayList<>();
    private Path binfmt;
    private Path docker;
    private EmulationJournal journal;
    private boolean dry;
    private Map<Platform, String> runners = Map.of();

    @BeforeEach
    void makeHost() throws IOException {
        binfmt = Files.createDirectories(temp.resolve("root/proc/sys/fs/binfmt_misc"));
        Files.writeString(binfmt.resolve("status"), "enabled\n");
        Path random = Files.createDirectories(temp.resolve("root/proc/sys/kernel/random"));
        Files.writeString(random.resolve("boot_id"), "this-boot\n");
        journal = new EmulationJournal(temp.resolve("state/emulation.json"));
        docker("exit 1");
    }

    @Test
    void whatWorksIsLeftAlone() {
        assertThat(run(WORKS)).isEqualTo(new Done(S390X, Outcome.WORKS, "", Optional.empty()));
    }

    @Test
    void thePlansNativeRunnerComesFirst() throws IOException {
        install();
        runners = Map.of(S390X, "ibm-z");
        assertThat(run(HERE))
                .isEqualTo(new Done(
                        S390X,
                        Outcome.NATIVE_RUNNER,
                        "the plan builds linux/s390x natively on ibm-z: build it there, and this host needs no QEMU for it",
                        Optional.empty()));
        assertThat(binfmt.resolve("register")).doesNotExist();
    }

    @Test
    void anInstalledQemuComesBeforeTheImage() throws IOException {
        install();
        assertThat(run(HERE_WITH_DOCKER, WORKS).outcome()).isEqualTo(Outcome.REGISTERED);
        assertThat(Files.readString(binfmt.resolve("register"))).endsWith(":/usr/bin/qemu-s390x-static:OCF");
    }

    @Test
    void theImageComesWhereTheInstalledOneDoesNotHelp() throws IOException {
        install();
        docker("exit 0");
        assertThat(run(HERE_WITH_DOCKER, HERE_WITH_DOCKER, WORKS).outcome()).isEqualTo(Outcome.INSTALLED);
    }

    @Test
    void allThatWasTriedIsTold() throws IOException {
        install();
        docker("echo 'no daemon' >&2; exit 1");
        assertThat(run(HERE_WITH_DOCKER, HERE_WITH_DOCKER).message())
                .contains(
                        "registered the installed /usr/bin/qemu-s390x-static with flags OCF, which did not help; ",
                        "no daemon");
        assertThat(run(ELSEWHERE).message())
                .isEqualTo(
                        "the builder is not on this host. Fix: run this on the builder's, or build linux/s390x on a native"
                                + " runner");
    }

    @Test
    void anEntryThatLacksNothingButFIsRegisteredAgain() throws IOException {
        Files.writeString(binfmt.resolve("mine"), ENTRY.formatted("/opt/qemu", "OC"));
        executable(temp.resolve("root/opt/qemu"));
        assertThat(run(HERE, WORKS))
                .isEqualTo(new Done(
                        S390X,
                        Outcome.REGISTERED,
                        "QEMU for linux/s390x was not there: registered the installed /opt/qemu with flags OCF in place of"
                                + " mine (flags OC)",
                        Optional.empty()));
        assertThat(binfmt.resolve("mine")).hasContent("-1");
        assertThat(Files.readString(binfmt.resolve("register")))
                .startsWith(":mine:M::")
                .endsWith(":/opt/qemu:OCF");
    }

    /** An installer finds it "already registered" and ends well. */
    @Test
    void anEntryWithoutFMakesRoomForTheImage() throws IOException {
        Files.writeString(binfmt.resolve("old"), ENTRY.formatted("/gone", "OC"));
        docker("echo \"$*\" > " + temp + "/calls; [ \"$(cat " + binfmt + "/old)\" = -1 ] || exit 1\n"
                + "rm " + binfmt + "/old; cat > " + binfmt + "/qemu-s390x <<'E'\n"
                + ENTRY.formatted("/usr/bin/qemu-s390x", "POCF") + "E");
        assertThat(run(HERE_WITH_DOCKER, WORKS).message())
                .isEqualTo("QEMU for linux/s390x was not there: installed by qemu@" + DIGEST
                        + " in place of old (flags OC)");
        assertThat(temp.resolve("calls")).hasContent("run --rm --privileged qemu@" + DIGEST + " --install s390x");
        assertThat(registered()).singleElement().satisfies(one -> {
            assertThat(one.entry().orElseThrow().name()).isEqualTo("qemu-s390x");
            assertThat(one.entry().orElseThrow().interpreter()).isEqualTo("/usr/bin/qemu-s390x");
            assertThat(one.replaced()).containsExactly(BinfmtEntry.parse("old", ENTRY.formatted("/gone", "OC")));
        });
    }

    @Test
    void whatMadeRoomComesBackWhereTheImageFails() throws IOException {
        Files.writeString(binfmt.resolve("old"), ENTRY.formatted("/gone", "OC"));
        assertThat(run(HERE_WITH_DOCKER).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Files.readString(binfmt.resolve("register")))
                .startsWith(":old:M:")
                .endsWith(":/gone:OC");
        assertThat(registered()).isEmpty();
    }

    @Test
    void aDryRunTellsEveryCommandAndLooksOnce() {
        dry = true;
        assertThat(run(HERE_WITH_DOCKER))
                .isEqualTo(new Done(
                        S390X,
                        Outcome.TOLD,
                        "QEMU for linux/s390x is not there; this would be done: installed by qemu@" + DIGEST,
                        Optional.empty()));
        assertThat(told)
                .containsExactly("would run: " + docker + " run --rm --privileged qemu@" + DIGEST + " --install s390x");
    }

    @Test
    void whatIsNoImageIsRefusedBeforeAnythingIsDone() {
        assertThatThrownBy(() -> run("Not An Image", HERE)).isInstanceOf(FormatException.class);
    }

    /** An administrator switched it off: neither is it registered, nor is an image run that would do so. */
    @Test
    void whatTheHostsSettingsMaskIsLeftAlone() throws IOException {
        install();
        Path folder = Files.createDirectories(temp.resolve("root/etc/binfmt.d"));
        Files.createSymbolicLink(folder.resolve("qemu-s390x.conf"), Path.of("/dev/null"));
        docker("touch " + temp + "/ran");
        assertThat(run(HERE_WITH_DOCKER))
                .isEqualTo(new Done(
                        S390X,
                        Outcome.FAILED,
                        "/etc/binfmt.d/qemu-s390x.conf is a link to /dev/null, so this host's settings want no emulator for"
                                + " linux/s390x (binfmt.d(5)). Fix: remove /etc/binfmt.d/qemu-s390x.conf, or build"
                                + " linux/s390x on a native runner",
                        Optional.empty()));
        assertThat(binfmt.resolve("register")).doesNotExist();
        assertThat(temp.resolve("ran")).doesNotExist();
    }

    private Done run(PlatformState... sights) {
        return run("qemu@" + DIGEST, sights);
    }

    /** Each look shows the next of these; one look more than that fails. */
    private Done run(String image, PlatformState... sights) {
        Deque<PlatformState> left = new ArrayDeque<>(List.of(sights));
        var changes = new HostChanges(new Programs(line -> {}), true, dry, told::add);
        var repair = new Repair(changes, docker.toString(), new LocalHost(temp.resolve("root")), Optional.of(journal));
        List<Done> all = repair.run(new Repair.Request(List.of(S390X), runners, image), platform -> left.remove());
        assertThat(left).isEmpty();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<EmulationJournal.Change> registered() throws IOException {
        return journal.read();
    }

    private void install() throws IOException {
        executable(temp.resolve("root/usr/bin/qemu-s390x-static"));
    }

    private void docker(String script) throws IOException {
        docker = temp.resolve("docker");
        Files.writeString(docker, "#!/bin/sh\n" + script + "\n");
        assertThat(docker.toFile().setExecutable(true)).isTrue();
    }

    private static void executable(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
