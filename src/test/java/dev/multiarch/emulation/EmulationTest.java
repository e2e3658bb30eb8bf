package dev.multiarch.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Registration;
import dev.multiarch.image.Platform;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a host that is a folder: what is registered, told, written down and taken back. */
class EmulationTest {
    private static final String WITHOUT_F = "enabled\ninterpreter /old\nflags: P\noffset 0\n"
            + "magic 7f454c460201010000000000000000000200b700\nmask ffffffffffffff00fffffffffffffffffeffffff\n";
    private static final Platform ARM64 = Platform.parse("linux/arm64");

    @TempDir
    Path temp;

    private final List<String> said = new ArrayList<>();
    private Path entry;
    private Path register;
    private Path journal;

    @BeforeEach
    void makeHost() throws IOException {
        Path binfmt = Files.createDirectories(temp.resolve("root/proc/sys/fs/binfmt_misc"));
        Files.writeString(binfmt.resolve("status"), "enabled\n");
        entry = binfmt.resolve("qemu-aarch64");
        register = binfmt.resolve("register");
        journal = temp.resolve("state/emulation.json");
        boot("this-boot");
        Path installed = Files.createDirectories(temp.resolve("root/usr/lib/binfmt.d"));
        String line =
                Registration.of(BinfmtEntry.parse("qemu-aarch64", WITHOUT_F)).line();
        Files.writeString(
                installed.resolve("qemu-aarch64.conf"), line.replace("/old:P", "/usr/bin/qemu-aarch64:OPF") + "\n");
        Path qemu = temp.resolve("root/usr/bin/qemu-aarch64");
        Files.createDirectories(qemu.getParent());
        Files.writeString(qemu, "");
        assertThat(qemu.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void aDryRunTellsAndChangesNothing() throws Exception {
        Files.writeString(entry, WITHOUT_F);
        emulation(true).registerInstalled(ARM64);
        assertThat(entry).hasContent(WITHOUT_F);
        assertThat(register).doesNotExist();
        assertThat(journal).doesNotExist();
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).isEqualTo("would write -1 to " + entry);
        assertThat(said.get(1)).startsWith("would write :qemu-aarch64:M::").endsWith(":OPFC to " + register);
    }

    @Test
    void whatWasRegisteredIsTakenBackAndWhatItReplacedComesAgain() throws Exception {
        Files.writeString(entry, WITHOUT_F);
        emulation(false).registerInstalled(ARM64);
        asTheKernelShowsIt();
        uninstall();
        assertThat(entry).hasContent("-1");
        assertThat(Files.readString(register))
                .isEqualTo(Registration.of(BinfmtEntry.parse("qemu-aarch64", WITHOUT_F))
                        .line());
        uninstall();
        assertThat(said)
                .containsExactly(
                        "qemu-aarch64 is taken back, and what it replaced is registered again",
                        "doctor --fix registered nothing on this host, so there is nothing to remove");
    }

    /** An image's emulator is gone with its container, and with F the kernel would want to open it. */
    @Test
    void whatAnImageBroughtIsNotPutBack() throws Exception {
        Files.writeString(entry, WITHOUT_F.replace(" P", " PF"));
        emulation(false).registerInstalled(ARM64);
        asTheKernelShowsIt();
        uninstall();
        assertThat(entry).hasContent("-1");
        assertThat(said).hasSize(2).contains("qemu-aarch64 is taken back");
        assertThat(said.get(1))
                .startsWith("not put back: :qemu-aarch64:M::")
                .endsWith("/old:PF, since this host does not have this interpreter");
    }

    @Test
    void theJournalLiesWhereTheStateOfAUserDoes() {
        assertThat(EmulationJournal.of(Map.of("HOME", "/home/a")).file())
                .isEqualTo(Path.of("/home/a/.local/state/multiarch-action/emulation.json"));
        assertThat(EmulationJournal.of(Map.of("HOME", "/home/a", "XDG_STATE_HOME", "/state"))
                        .file())
                .isEqualTo(Path.of("/state/multiarch-action/emulation.json"));
        assertThat(EmulationJournal.of(Map.of("HOME", "/home/a", "XDG_STATE_HOME", "state"))
                        .file())
                .isEqualTo(Path.of("/home/a/.local/state/multiarch-action/emulation.json"));
    }

    @Test
    void whatSomebodyElseRegisteredSinceIsLeftAlone() throws Exception {
        emulation(false).registerInstalled(ARM64);
        Files.writeString(entry, WITHOUT_F);
        uninstall();
        assertThat(entry).hasContent(WITHOUT_F);
        assertThat(said)
                .containsExactly("qemu-aarch64 is kept: it runs /old now, not /usr/bin/qemu-aarch64,"
                        + " so somebody else registered it since then");
    }

    @Test
    void anotherBootKnowsNothingOfIt() throws Exception {
        emulation(false).registerInstalled(ARM64);
        asTheKernelShowsIt();
        boot("next-boot");
        uninstall();
        assertThat(Files.readString(entry)).startsWith("enabled");
        assertThat(said)
                .containsExactly("qemu-aarch64 was registered before this host started again, and is gone since");
        assertThat(journal).doesNotExist();
    }

    @Test
    void whatCanNotBeWrittenDownIsNotDone() throws Exception {
        Files.writeString(entry, WITHOUT_F);
        Files.writeString(journal.getParent(), "no folder");
        assertThatThrownBy(() -> emulation(false).registerInstalled(ARM64)).isInstanceOf(IOException.class);
        assertThat(entry).hasContent(WITHOUT_F);
        assertThat(register).doesNotExist();
    }

    @Test
    void whatTheKernelRefusesIsForgotten() throws Exception {
        Files.createDirectory(register); // nobody can write to that
        assertThatThrownBy(() -> emulation(false).registerInstalled(ARM64)).isInstanceOf(ProgramException.class);
        assertThat(journal).doesNotExist();
    }

    /** A journal of an earlier version: it knew the interpreter of its entry, and the lines of others. */
    @Test
    void anOlderJournalIsReadToo() throws Exception {
        asTheKernelShowsIt();
        String line =
                Registration.line(BinfmtEntry.parse("qemu-aarch64", WITHOUT_F)).replace("\\", "\\\\");
        Files.createDirectories(journal.getParent());
        Files.writeString(
                journal,
                "{\"schema\":\"dev.multiarch.emulation/v1\",\"registered\":[{\"boot\":\"this-boot\",\"name\":\"qemu-aarch64\","
                        + "\"interpreter\":\"/usr/bin/qemu-aarch64\",\"replaced\":[\"" + line + "\"]}]}");
        uninstall();
        assertThat(said).containsExactly("qemu-aarch64 is taken back, and what it replaced is registered again");
        assertThat(journal).doesNotExist();
    }

    private Emulation emulation(boolean dry) {
        return new Emulation(changes(dry), "docker", host(), Optional.of(new EmulationJournal(journal)));
    }

    private void uninstall() throws Exception {
        new Uninstall(host(), changes(false), said::add).run(new EmulationJournal(journal));
    }

    private HostChanges changes(boolean dry) {
        return new HostChanges(new Programs(line -> {}), true, dry, said::add);
    }

    private LocalHost host() {
        return new LocalHost(temp.resolve("root"));
    }

    private void boot(String id) throws IOException {
        Path random = Files.createDirectories(temp.resolve("root/proc/sys/kernel/random"));
        Files.writeString(random.resolve("boot_id"), id + "\n");
    }

    private void asTheKernelShowsIt() throws IOException {
        Files.writeString(
                entry, WITHOUT_F.replace("/old", "/usr/bin/qemu-aarch64").replace(" P", " POCF"));
    }
}
