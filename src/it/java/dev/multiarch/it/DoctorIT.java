package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What doctor says of a host before and after it set up QEMU there, and after it took that back. */
class DoctorIT {
    private static final String ENTRIES = "/proc/sys/fs/binfmt_misc";
    private static final String WANTED = "linux/amd64,linux/arm64,linux/arm/v7";

    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(4));

    @TempDir
    Path temp;

    private Stack stack;
    private Path state;

    @BeforeEach
    void require() throws IOException {
        stack = Stack.require();
        state = Files.createDirectories(temp.resolve("state"));
    }

    private Transcript on(OwnHost host, String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of(host.program("env"), "XDG_STATE_HOME=" + state));
        line.addAll(Commands.command(words));
        return commands.in(temp).program(line.toArray(String[]::new));
    }

    @Test
    void saysWhatIsMissingMendsItAndTakesItBack() throws Exception {
        try (var host = OwnHost.start(stack, temp, commands, "")) {
            missing(host);
            assertThat(on(host, "doctor", "--platforms", WANTED, "--fix", "--dry-run"))
                    .exitCode(0)
                    .stderrContains("would run: docker buildx create", "would write :qemu-aarch64:M::");
            entries(host, "register\nstatus\n");

            assertThat(on(host, "doctor", "--platforms", WANTED, "--fix"))
                    .stderrContains(
                            "can't push by digest: creating builder multiarch-",
                            "QEMU for linux/arm64 was not there: registered the installed")
                    .stdoutContains(
                            "pass     host.binfmt.flags [linux/arm/v7, linux/arm64]",
                            "pass     host.emulator [linux/arm/v7, linux/arm64]",
                            "pass     host.builder builder multiarch-")
                    .exitCode(0);
            String builder = builder(host);
            assertThat(on(host, "doctor", "--platforms", WANTED, "--builder", builder))
                    .exitCode(0)
                    .stdoutContains(
                            "pass     host.emulator [linux/arm/v7, linux/arm64]",
                            "pass     host.builder builder " + builder
                                    + " (driver docker-container) runs, and pushes by digest");
            assertThat(on(host, "doctor", "--uninstall")).exitCode(0).stderrContains("qemu-aarch64", "is taken back");
            entries(host, "register\nstatus\n");
            assertThat(on(host, "doctor", "--platforms", "linux/arm64"))
                    .exitCode(1)
                    .stdoutContains("fail     host.binfmt.flags [linux/arm64]");
        }
    }

    private void missing(OwnHost host) throws IOException {
        assertThat(on(host, "doctor", "--platforms", WANTED + ",linux/mips64le"))
                .exitCode(1)
                .stdoutContains(
                        "user-namespace         true",
                        "fail     host.builder builder default (driver docker) can't push by digest",
                        "fail     host.binfmt.flags [linux/arm64] the builder's host has no binfmt_misc entry",
                        "fail     host.emulator [linux/arm64] no program of the platform runs: exec format error",
                        "fail     host.emulator [linux/arm/v7]",
                        "unknown (warning) host.emulator [linux/mips64le]",
                        "multiarch doctor --fix --platforms linux/arm64",
                        "skipped  host.emulator [linux/amd64] native leg");
    }

    /** An entry without F serves the host, and no container: the probe in a separate root shows it. */
    @Test
    void anEntryWithoutFIsSeenAndRegisteredAgain() throws Exception {
        try (var host = OwnHost.start(stack, temp, commands, "")) {
            String debians = Files.readString(Path.of("/usr/lib/binfmt.d/qemu-aarch64.conf"))
                    .strip();
            String line = debians.substring(0, debians.lastIndexOf(':') + 1) + "OC";
            Files.writeString(temp.resolve("line"), line.replace("-binfmt-P", "-static"));
            String register = "cat \"$0\" > " + ENTRIES + "/register";
            assertThat(commands.program(
                            host.program("sh"),
                            "-c",
                            register,
                            temp.resolve("line").toString()))
                    .exitCode(0);
            assertThat(on(host, "doctor", "--platforms", "linux/arm64"))
                    .exitCode(1)
                    .stdoutContains("fail     host.binfmt.flags [linux/arm64] the binfmt_misc entry has the flags OC");
            assertThat(on(host, "doctor", "--platforms", "linux/arm64", "--fix"))
                    .stdoutContains("pass     host.binfmt.flags [linux/arm64]")
                    .exitCode(0);
            assertThat(on(host, "doctor", "--uninstall")).exitCode(0);
            assertThat(on(host, "doctor", "--platforms", "linux/arm64"))
                    .exitCode(1)
                    .stdoutContains("the binfmt_misc entry has the flags OC");
        }
    }

    /** As for anyone who is not root: here root without the right to read what it may not. */
    @Test
    void anEntryThatMayNotBeReadIsUnknown() throws Exception {
        Path binfmt = Files.createDirectories(temp.resolve("root/proc/sys/fs/binfmt_misc"));
        Files.writeString(binfmt.resolve("status"), "enabled\n");
        Files.writeString(binfmt.resolve("qemu-aarch64"), "enabled\n");
        Files.setPosixFilePermissions(binfmt.resolve("qemu-aarch64"), Set.of());
        List<String> words = new ArrayList<>(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"));
        Files.writeString(
                temp.resolve("flags.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: flags\nhost: {binfmt: {flags: F}}\n");
        words.addAll(
                Commands.command("doctor", "--root", "root", "--platforms", "linux/arm64", "--policy", "flags.yaml"));
        assertThat(commands.in(temp).program(words.toArray(String[]::new)))
                .exitCode(3)
                .stdoutContains("binfmt_misc entry \"qemu-aarch64\" can't be read")
                .stdoutDoesNotContain("fail     host.binfmt.flags");
    }

    @Test
    void factsThatWereTakenElsewhereAreJudgedAlike() throws Exception {
        Transcript taken = commands.in(temp)
                .program(Commands.command(
                                "doctor", "--platforms", "linux/arm64", "--format", "json", "--output", "f.json")
                        .toArray(String[]::new));
        int exit = taken.exit();
        assertThat(taken).exitCode(exit);
        assertThat(commands.in(temp)
                        .program(Commands.command("doctor", "--facts", "f.json").toArray(String[]::new)))
                .exitCode(exit)
                .stdoutContains("kernel ", "host.emulator [linux/arm64]");
    }

    @Test
    void aCommandHasEmulatorsOfItsOwnWithoutTouchingTheHost() throws Exception {
        String root = stack.roots().resolve("root-arm64").toString();
        assertThat(commands.in(temp)
                        .program(Commands.command(
                                        "doctor",
                                        "--platforms",
                                        "linux/arm64",
                                        "--fix",
                                        "--rootless",
                                        "--",
                                        "chroot",
                                        root,
                                        "/bin/uname",
                                        "-m")
                                .toArray(String[]::new)))
                .exitCode(0)
                .stdoutContains("aarch64");
    }

    @Test
    void explainsWhatARealPartSays() {
        assertThat(commands.in(temp)
                        .program(Commands.command("doctor", "--explain", "exec format error")
                                .toArray(String[]::new)))
                .exitCode(0)
                .stdoutContains("exec format error");
        assertThat(commands.in(temp)
                        .program(Commands.command("doctor", "--explain", "all is well")
                                .toArray(String[]::new)))
                .exitCode(3);
    }

    private static void hold(Transcript transcript, String expected) {
        assertThat(transcript).exitCode(0).stdoutIs(expected);
    }

    private void entries(OwnHost host, String expected) throws IOException {
        hold(commands.program(host.program("ls"), ENTRIES), expected);
    }

    private String builder(OwnHost host) throws IOException {
        Transcript list = commands.program(host.program("docker"), "buildx", "ls", "--format", "{{.Name}}");
        assertThat(list).exitCode(0).stdoutContains("multiarch-");
        return list.out()
                .lines()
                .filter(line -> line.startsWith("multiarch-"))
                .findFirst()
                .orElseThrow();
    }
}
