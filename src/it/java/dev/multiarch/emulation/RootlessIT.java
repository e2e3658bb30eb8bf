package dev.multiarch.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.it.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands in a separate user namespace, for root and for a user without any right, on the real kernel. */
class RootlessIT {
    private static final Path ENTRIES = Path.of("/proc/sys/fs/binfmt_misc");

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    enum User {
        ROOT(List.of()),
        NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all"));

        private final List<String> words;

        User(List<String> words) {
            this.words = words;
        }
    }

    /** Where nobody can read it: the checkout may be in root's home. */
    @BeforeEach
    void copyClasses() throws IOException {
        Stack stack = Stack.require();
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        copy(Path.of("target/classes"), temp.resolve("classes"));
        copy(Path.of("target/test-classes"), temp.resolve("classes"));
        copy(stack.roots().resolve("root-arm64/bin"), temp.resolve("root/bin"));
    }

    @ParameterizedTest
    @EnumSource
    void aProgramOfAnotherPlatformRuns(User user) throws IOException {
        List<String> before = entries();
        assertThat(run(user, "linux/riscv64,linux/arm64", "unshare", "--root=" + temp.resolve("root"), "uname", "-m"))
                .exitCode(0)
                .stdoutIs("aarch64\n")
                .stderrIs("emulators in a user namespace: qemu-riscv64, qemu-aarch64\n");
        assertThat(entries()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void itsEntriesAreItsOwnAndServeContainers(User user) {
        assertThat(run(user, "linux/s390x", "sh", "-c", "ls " + ENTRIES + "; grep flags " + ENTRIES + "/qemu-s390x"))
                .exitCode(0)
                .stdoutIs("qemu-s390x\nregister\nstatus\nflags: POCF\n");
    }

    @ParameterizedTest
    @EnumSource
    void argumentsInputAndExitCodeArePassedThrough(User user) throws IOException {
        Path input = Files.writeString(temp.resolve("input"), "a line\n");
        assertThat(run(
                        user,
                        "linux/arm64",
                        "sh",
                        "-c",
                        "printf '<%s>' \"$@\"; cat <" + input + "; exit 42",
                        "sh",
                        "$(id) `id`",
                        "a b",
                        "'",
                        "",
                        "*"))
                .exitCode(42)
                .stdoutIs("<$(id) `id`><a b><'><><*>a line\n");
        List<String> words = java(user, "linux/arm64", "cat");
        Transcript piped = commands.program(
                Stream.concat(Stream.of("sh", "-c", "printf 'in a pipe' | \"$@\"", "sh"), words.stream())
                        .toArray(String[]::new));
        assertThat(piped).exitCode(0).stdoutIs("in a pipe");
    }

    @Test
    void rootKeepsAllItsIds() {
        assertThat(run(User.ROOT, "", "setpriv", "--reuid=1000", "--clear-groups", "id", "-u"))
                .exitCode(0)
                .stdoutIs("1000\n")
                .stderrContains("qemu-aarch64", "qemu-arm", "qemu-ppc64le", "qemu-riscv64", "qemu-s390x");
    }

    @Test
    void whereNoNamespaceMayBeMadeNothingIsRun() {
        assertThat(inside("echo 0 >/proc/sys/user/max_user_namespaces && exec \"$@\"", "linux/arm64", "echo", "run"))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrContains("user.max_user_namespaces is 0, so nobody can make a user namespace here. Fix: sysctl");
    }

    @Test
    void oneInAnotherHasTheIdsOfThat() {
        assertThat(inside("exec \"$@\"", "linux/arm64", "sh", "-c", "echo $(cat /proc/self/uid_map)"))
                .exitCode(0)
                .stdoutIs("0 0 1\n");
    }

    /** What is run by root of another user namespace, whose limits are its own. */
    private Transcript inside(String script, String... words) {
        List<String> all = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "sh", "-c", script, "sh"));
        all.addAll(java(User.ROOT, words));
        return inThePath().program(all.toArray(String[]::new));
    }

    /** In a mount namespace, so that the machine's own grants stay as they are. */
    @Test
    void aUserHasTheIdsThatAreGranted() throws IOException {
        Path grants = Files.writeString(temp.resolve("grants"), "nobody:100000:65536\n");
        String granting =
                "for file in /etc/subuid /etc/subgid; do [ -e $file ] || : >$file; mount --bind \"$0\" $file; done"
                        + " && exec \"$@\"";
        List<String> words = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", granting, grants.toString()));
        words.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        words.addAll(
                java(User.ROOT, "linux/arm64", "sh", "-c", "echo $(cat /proc/self/uid_map) $(cat /proc/self/gid_map)"));
        assertThat(inThePath().program(words.toArray(String[]::new)))
                .exitCode(0)
                .stdoutIs("0 65534 1 1 100000 65535 0 65534 1 1 100000 65535\n");
    }

    @ParameterizedTest
    @EnumSource
    void aProgramThatIsNotThereIsTheShells127(User user) {
        assertThat(run(user, "linux/arm64", "no-such-program"))
                .exitCode(127)
                .stderrContains("no-such-program: not found");
    }

    private Transcript run(User user, String... words) {
        return inThePath().program(java(user, words).toArray(String[]::new));
    }

    private Commands inThePath() {
        return commands.in(temp)
                .with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"); // of folders that everybody may look into
    }

    private List<String> java(User user, String... words) {
        List<String> all = new ArrayList<>(user.words);
        all.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                temp.resolve("classes").toString(),
                RootlessMain.class.getName()));
        all.addAll(List.of(words));
        return all;
    }

    private static List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(ENTRIES)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }
}
