package dev.multiarch.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.cli.FakePrograms;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code doctor --root} on a host's files, among them such as no host has: always an answer. */
class DoctorRootTest {
    private static final String ENTRIES = "proc/sys/fs/binfmt_misc/";
    private static final String ENTRY = ENTRIES + "qemu-aarch64";
    private static final String MAGIC = "7f454c460201010000000000000000000200b700";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    private Path root;

    /** What is done to one file of a host that is in order. */
    private interface Deed {
        void to(Path file) throws IOException;
    }

    @BeforeEach
    void lay() throws IOException {
        root = Files.createDirectories(temp.resolve("root"));
        HostRoot.all().stream()
                .filter(host -> host.name().equals("debian-11"))
                .findFirst()
                .orElseThrow()
                .lay(root);
    }

    private Transcript doctor() throws IOException {
        return commands.in(temp)
                .with(
                        "PATH",
                        FakePrograms.in(temp)
                                .with("docker", FakePrograms.DOCKER)
                                .folder()
                                .toString())
                .run("doctor", "--root", "root", "--platforms", "linux/arm64");
    }

    @Test
    void programsAreThoseOfTheHostThatItRunsOn() throws IOException {
        assertThat(doctor())
                .exitCode(0)
                .stdoutContains(
                        "kernel                 5.10.0-28-amd64  (entry)\n",
                        "docker.client          27.1.1  (command, where doctor ran)\n",
                        "buildx                 v0.16.1  (command, where doctor ran)\n",
                        "note: files were read below " + root
                                + "; what programs say (docker, buildx, update-binfmts) is"
                                + " of the host where doctor ran\n",
                        "these are another host's files: nothing can be run there",
                        "pass     host.binfmt.flags [linux/arm64]");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"files", "folders", "entries"})
    void whateverAFileIsThereIsAnAnswer(String name, String file, Deed deed, String said) throws IOException {
        Path at = root.resolve(file);
        Files.createDirectories(at.getParent());
        deed.to(at);
        Transcript answer = doctor();
        assertThat(answer.exit()).isIn(ExitCode.FINE, ExitCode.REFUSED, ExitCode.UNKNOWN);
        assertThat(answer)
                .exitCode(answer.exit())
                .stderrIsEmpty()
                .stdoutContains(said, "host.kernel")
                .stdoutDoesNotContain("\u001b");
    }

    static Stream<Arguments> files() {
        String noRelease = "distribution           unknown: there is no /etc/os-release that can be read";
        String noKernel = "kernel                 unknown: this host has no /proc/sys/kernel/osrelease";
        return Stream.of(
                row("os-release: FIFO", "etc/os-release", fifo(), noRelease),
                row("os-release: folder", "etc/os-release", folder(), noRelease),
                row("os-release: loop", "etc/os-release", link("/etc/os-release"), noRelease),
                row("os-release: 1 MiB", "etc/os-release", text("#".repeat(1 << 20)), noRelease),
                row("os-release: nothing", "etc/os-release", text(""), "/etc/os-release names nothing"),
                row(
                        "os-release: escapes",
                        "etc/os-release",
                        text("PRETTY_NAME=\"\u001b[2J\u001b]0;x\u0007De\u202eb\r\"\n"),
                        "distribution           De\\u{202e}b\\x0d  (entry)"),
                row("osrelease: FIFO", "proc/sys/kernel/osrelease", fifo(), noKernel),
                row("osrelease: folder", "proc/sys/kernel/osrelease", folder(), noKernel),
                row(
                        "osrelease: escapes",
                        "proc/sys/kernel/osrelease",
                        text("6.1\u001b[2J"),
                        "holds something unexpected"),
                row(
                        "osrelease: words",
                        "proc/sys/kernel/osrelease",
                        text("new"),
                        "kernel version \"new\" is malformed"),
                row("arch: words", "proc/sys/kernel/arch", text("\u001b[2Jpdp-11"), "architecture           unknown"),
                row("meminfo: FIFO", "proc/meminfo", fifo(), "/proc/meminfo does not say"),
                row("a shell: FIFO", "usr/bin/dash", fifo(), "neither /proc/sys/kernel/arch nor a program says it"));
    }

    static Stream<Arguments> folders() {
        String missing = "/usr/libexec/qemu-binfmt/aarch64-binfmt-P, missing";
        String qemu = "usr/bin/qemu-aarch64-static";
        String unmounted = "binfmt.mounted         false";
        return Stream.of(
                row("interpreter: FIFO", qemu, fifo(), missing),
                row("interpreter: loop", qemu, link("/usr/libexec/qemu-binfmt/aarch64-binfmt-P"), missing),
                row("interpreter: of this host", qemu, link("../../../../../../../../../../etc/passwd"), missing),
                row("status: FIFO", ENTRIES + "status", fifo(), unmounted),
                row("entries: loop", "proc/sys/fs/binfmt_misc", link("/proc/sys/fs/binfmt_misc"), unmounted),
                row("no /proc", "proc", DoctorRootTest::delete, "this host has no /proc/sys"));
    }

    static Stream<Arguments> entries() {
        String unknown = "unknown  host.binfmt.flags [linux/arm64]";
        return Stream.of(
                row(
                        "1 MiB",
                        ENTRY,
                        text("enabled\n" + "x\n".repeat(1 << 19)),
                        "can't be read: larger than 65536 bytes"),
                row("1 MiB leaves it open", ENTRY, text("x".repeat(1 << 20)), unknown),
                row("FIFO", ENTRY, fifo(), "binfmt_misc entry \"qemu-aarch64\" is not a plain file"),
                row("folder", ENTRY, folder(), "binfmt_misc entry \"qemu-aarch64\" is not a plain file"),
                row("loop", ENTRY, link("qemu-aarch64"), "binfmt_misc entry \"qemu-aarch64\" is not a plain file"),
                row("empty", ENTRY, text(""), "it says neither enabled nor disabled"),
                row("zeros", ENTRY, text("\0".repeat(64)), "it holds control characters"),
                row("a long line", ENTRY, entry("/q".repeat(4000), MAGIC, ""), "a line is too long"),
                row("half a byte", ENTRY, entry("/q", MAGIC + "0", ""), "offset, magic and mask don't go together"),
                row("a short mask", ENTRY, entry("/q", MAGIC, "ff"), "offset, magic and mask don't go together"),
                row("no magic", ENTRY, entry("/q", "", ""), "offset, magic and mask don't go together"),
                row("much magic", ENTRY, entry("/q", MAGIC.repeat(60), ""), "offset, magic and mask don't go together"),
                row("escapes", ENTRY, entry("/q\u001b]0;x\u0007", MAGIC, ""), "it holds control characters"),
                row("no UTF-8", ENTRY, bytes(0xff, 0xfe), "or is not UTF-8"),
                row("a space", ENTRY, entry("/a b/qemu:c", MAGIC, ""), "/a b/qemu:c, missing"),
                row(
                        "up and out",
                        ENTRY,
                        entry("/../../../../../../../../../etc/passwd", MAGIC, ""),
                        "/etc/passwd, missing"),
                row("name: escapes", ENTRIES + "a\u001b[2J\nb", text(""), "binfmt_misc entry \"a\\x0ab\" is malformed"),
                row("name: command", ENTRIES + "::error::b", text(""), "entry \"::error::b\" is malformed"));
    }

    private static Arguments row(String name, String file, Deed deed, String said) {
        return Arguments.of(name, file, deed, said);
    }

    private static Deed text(String text) {
        return file -> Files.writeString(file, text);
    }

    private static Deed bytes(int... bytes) {
        return file -> {
            var all = new byte[bytes.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = (byte) bytes[i];
            }
            Files.write(file, all);
        };
    }

    private static Deed entry(String interpreter, String magic, String mask) {
        return text("enabled\ninterpreter " + interpreter + "\nflags: F\noffset 0\nmagic " + magic + "\n"
                + (mask.isEmpty() ? "" : "mask " + mask + "\n"));
    }

    private static Deed folder() {
        return file -> {
            delete(file);
            Files.createDirectory(file);
        };
    }

    private static Deed link(String target) {
        return file -> {
            delete(file);
            Files.createSymbolicLink(file, Path.of(target));
        };
    }

    /** Nobody writes to it: anyone who opens it waits for ever. */
    private static Deed fifo() {
        return file -> {
            delete(file);
            try {
                assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                        .isZero();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static void delete(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> all = Files.walk(file)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
