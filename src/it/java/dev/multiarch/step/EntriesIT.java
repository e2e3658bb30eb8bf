package dev.multiarch.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.emulation.OwnEntries;
import dev.multiarch.it.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code doctor --fix} and {@code --uninstall} do to a real binfmt_misc that others change as well. */
class EntriesIT {
    private static final String DEBIANS = "qemu-s390x enabled s390x-binfmt-P POCF\n";
    private static final String STATIC = "/usr/bin/qemu-s390x-static";

    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(3));

    @TempDir
    Path temp;

    private OwnEntries own;
    private Path policy;

    @BeforeEach
    void start() throws Exception {
        Stack.require();
        policy = Files.writeString(
                temp.resolve("emulation.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: emulation\nhost: {binfmt: {flags: F}, emulator: {probe: true}}\n");
        own = OwnEntries.start(temp, commands);
    }

    /** Judged by nothing but the entries, since this host has no Docker. */
    private Transcript fix() {
        return own.doctor("--fix", "--platforms", "linux/s390x", "--policy", policy.toString());
    }

    @AfterEach
    void stop() {
        if (own != null) {
            own.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a link to /dev/null", "an empty file"})
    void whatAnAdministratorMasksIsNotRegistered(String mask) throws IOException {
        if (mask.startsWith("a link")) {
            Files.createSymbolicLink(own.setting("qemu-s390x.conf"), Path.of("/dev/null"));
        } else {
            Files.writeString(own.setting("qemu-s390x.conf"), "");
        }
        assertThat(fix())
                .exitCode(1)
                .stderrContains(
                        "/etc/binfmt.d/qemu-s390x.conf is " + mask.replaceFirst("an empty.*", "empty"), "Fix: remove")
                .stdoutContains("fail     host.binfmt.flags [linux/s390x]");
        assertThat(own.doctor("--fix", "--rootless", "--platforms", "linux/s390x", "--", "true"))
                .exitCode(4)
                .stderrContains("/etc/binfmt.d/qemu-s390x.conf is ", "Nothing was run");
        assertThat(own.entries()).isEmpty();
    }

    @Test
    void runBinfmtDComesBeforeTheDistributions() throws IOException {
        Path line = Files.writeString(temp.resolve("line"), line("qemu-s390x", STATIC, "F"));
        own.shell("mkdir /run/binfmt.d && cp \"$1\" /run/binfmt.d/qemu-s390x.conf", line.toString());
        assertThat(fix()).exitCode(0).stderrContains("registered the installed " + STATIC);
        assertThat(own.entries()).isEqualTo("qemu-s390x enabled qemu-s390x-static OCF\n");
        assertThat(own.doctor("--uninstall")).exitCode(0).stderrIs("qemu-s390x is taken back\n");
        assertThat(own.entries()).isEmpty();
        assertThat(own.doctor("--uninstall")).exitCode(0).stderrContains("registered nothing on this host");
    }

    @Test
    void whereTheSecondRemovalIsRefusedTheFirstComesBack() throws IOException {
        own.register(line("a", STATIC, "OC"));
        own.register(line("qemu-s390x", STATIC, "OC"));
        String before = own.entries();
        own.lock("qemu-s390x");
        assertThat(fix()).exitCode(1).stderrContains("qemu-s390x: Read-only file system");
        assertThat(own.entries()).isEqualTo(before);
        assertThat(own.hasJournal()).isFalse();
        own.unlock("qemu-s390x");
        assertThat(fix()).exitCode(0).stderrContains("in place of a (flags OC), qemu-s390x (flags OC)");
        assertThat(own.entries()).isEqualTo(DEBIANS);
        assertThat(own.doctor("--uninstall")).exitCode(0);
        assertThat(own.entries()).isEqualTo(before);
    }

    @Test
    void whatWasDisabledComesBackDisabled() throws IOException {
        own.register(line("qemu-s390x", STATIC, "OC"));
        own.shell("echo 0 >" + OwnEntries.BINFMT + "qemu-s390x");
        String before = own.entries();
        assertThat(before).isEqualTo("qemu-s390x disabled qemu-s390x-static OC\n");
        own.register(line("z", STATIC, "OC"));
        own.lock("z");
        assertThat(fix()).exitCode(1).stderrContains("z: Read-only file system");
        assertThat(own.entries()).startsWith(before);
        own.unlock("z");
        own.shell("echo -1 >" + OwnEntries.BINFMT + "z");
        assertThat(fix()).exitCode(0).stderrContains("in place of qemu-s390x (flags OC, disabled)");
        assertThat(own.entries()).isEqualTo(DEBIANS);
        assertThat(own.doctor("--uninstall"))
                .exitCode(0)
                .stderrIs("qemu-s390x is taken back, and what it replaced is registered again\n");
        assertThat(own.entries()).isEqualTo(before);
    }

    @Test
    void binfmtMiscThatWasSwitchedOffIsSwitchedOffAgain() throws IOException {
        own.shell("echo 0 >" + OwnEntries.BINFMT + "status");
        assertThat(fix()).exitCode(0);
        assertThat(own.shell("cat " + OwnEntries.BINFMT + "status")).isEqualTo("enabled\n");
        assertThat(own.doctor("--uninstall"))
                .exitCode(0)
                .stderrIs("qemu-s390x is taken back\nbinfmt_misc is switched off again, as it was before\n");
        assertThat(own.shell("cat " + OwnEntries.BINFMT + "status")).isEqualTo("disabled\n");
    }

    @Test
    void anEntryThatIsThereAlreadyIsNoObstacle() throws IOException {
        own.register(line("old", STATIC, "OC"));
        assertThat(fix()).exitCode(0).stderrContains("in place of old (flags OC)");
        own.register(line("old", "/usr/bin/qemu-s390x", "OC"));
        assertThat(own.doctor("--uninstall", "--dry-run"))
                .exitCode(0)
                .stderrContains("would write -1 to " + OwnEntries.BINFMT + "qemu-s390x");
        assertThat(own.doctor("--uninstall"))
                .exitCode(0)
                .stderrIs("qemu-s390x is taken back\nnot put back: old (" + STATIC
                        + "), since an entry of that name runs /usr/bin/qemu-s390x now\n");
        assertThat(own.entries()).isEqualTo("old enabled qemu-s390x OC\n");
        assertThat(own.doctor("--uninstall")).exitCode(0).stderrContains("registered nothing on this host");
    }

    @Test
    void whatIsRefusedIsTakenBackByTheNextCall() throws IOException {
        own.register(line("old", STATIC, "OC"));
        String before = own.entries();
        assertThat(fix()).exitCode(0);
        own.lock("qemu-s390x");
        assertThat(own.doctor("--uninstall"))
                .exitCode(4)
                .stderrContains("qemu-s390x could not be removed: ", "not everything could be removed", "Fix: ");
        assertThat(own.entries()).isEqualTo(DEBIANS);
        own.unlock("qemu-s390x");
        assertThat(own.doctor("--uninstall")).exitCode(0);
        assertThat(own.entries()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another program,  /usr/bin/qemu-s390x, OC",
        "other flags,      /usr/libexec/qemu-binfmt/s390x-binfmt-P, POC",
    })
    void whatSomebodyElseChangedSinceIsLeftAlone(String name, String interpreter, String flags) throws IOException {
        own.register(line("old", STATIC, "OC"));
        assertThat(fix()).exitCode(0);
        own.shell("echo -1 >" + OwnEntries.BINFMT + "qemu-s390x");
        own.register(line("qemu-s390x", interpreter, flags));
        String theirs = own.entries();
        assertThat(own.doctor("--uninstall"))
                .exitCode(0)
                .stderrContains("qemu-s390x is kept: ", "so somebody else registered it since", "is not put back: old");
        assertThat(own.entries()).isEqualTo(theirs);
        assertThat(own.hasJournal()).isFalse();
    }

    @Test
    void whatSomebodyOnlyDisabledIsStillOurs() {
        assertThat(fix()).exitCode(0);
        own.shell("echo 0 >" + OwnEntries.BINFMT + "qemu-s390x");
        assertThat(own.doctor("--uninstall")).exitCode(0).stderrIs("qemu-s390x is taken back\n");
        assertThat(own.entries()).isEmpty();
    }

    private static String line(String name, String interpreter, String flags) throws IOException {
        String debians = Files.readString(Path.of("/usr/lib/binfmt.d/qemu-s390x.conf"));
        return debians.substring(0, debians.indexOf("/usr/")).replace(":qemu-s390x:", ":" + name + ":") + interpreter
                + ":" + flags;
    }
}
