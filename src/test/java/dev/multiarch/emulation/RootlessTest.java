package dev.multiarch.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Programs;
import dev.multiarch.step.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that can't do it, as folders, and an unshare that writes down what it was called with. */
class RootlessTest {
    @TempDir
    Path temp;

    @BeforeEach
    void makeHost() throws IOException {
        unshare("exit 0");
        executable(Files.createDirectories(temp.resolve("usr/bin")).resolve("qemu-s390x-static"), "");
        sysctl("kernel/osrelease", "6.8.0-45-generic");
    }

    @Test
    void anOldKernelIsRefused() throws IOException {
        sysctl("kernel/osrelease", "5.15.0-1041-azure");
        refuses("linux/s390x", "here: the kernel is 5.15.0-1041-azure, and ", ". Nothing was run");
    }

    @Test
    void aHostWithoutUnshareIsRefused() throws IOException {
        Files.delete(temp.resolve("bin/unshare"));
        refuses("linux/s390x", "unshare is not on the PATH. Fix: install util-linux. Nothing was run");
    }

    @Test
    void aPlatformWithoutAnEmulatorIsRefused() {
        refuses("linux/riscv64", "no emulator for linux/riscv64 is installed. Fix: install qemu-user-static");
    }

    @Test
    void aHostWithoutAnyEmulatorIsRefused() throws IOException {
        Files.delete(temp.resolve("usr/bin/qemu-s390x-static"));
        refuses("", "no emulator is installed. Fix: install qemu-user-static. Nothing was run");
    }

    @Test
    void whatUnshareSaysIsTheReasonAndAppArmorItsSuspect() throws IOException {
        unshare("echo 'unshare: write failed /proc/self/uid_map: Operation not permitted' >&2; exit 1");
        sysctl("kernel/apparmor_restrict_unprivileged_userns", "1");
        refuses(
                "linux/s390x",
                "unshare` could not make it: unshare: write failed /proc/self/uid_map: Operation not permitted.\n",
                "kernel.apparmor_restrict_unprivileged_userns is 1");
    }

    @Test
    void aProbeThatLeavesNoAnswerIsRefused() {
        refuses("linux/s390x", "programs for linux/s390x don't run in it: ");
    }

    @Test
    void grantedIdsAreTriedFirstAndOneIsEnough() throws Exception {
        unshare("echo \"$*\" >> " + temp + "/calls; case $* in *--map-auto*) exit 1;; esac");
        Files.createDirectories(temp.resolve("etc"));
        Files.writeString(temp.resolve("etc/subuid"), "someone:100000:65536\n");
        Files.writeString(temp.resolve("etc/subgid"), "someone:100000:65536\n");
        assertThat(run("", "program", "--option", "$(touch x)")).isZero();
        List<String> calls = Files.readAllLines(temp.resolve("calls")).stream()
                .filter(line -> line.startsWith("--user") || line.contains("exec") || line.contains("$(touch"))
                .toList();
        assertThat(calls.get(0)).startsWith("--user --mount --map-root-user --map-auto -- sh -c ");
        assertThat(calls).filteredOn(line -> line.startsWith("--user")).hasSize(3);
        assertThat(calls.get(calls.size() - 1)).endsWith(":OCF program --option $(touch x)");
    }

    private void refuses(String platforms, String... parts) {
        assertThatThrownBy(() -> run(platforms, "program"))
                .isInstanceOf(StepFailed.class)
                .hasMessageContainingAll(parts);
    }

    private int run(String platforms, String... command) throws Exception {
        var rootless = new Rootless(
                new Programs(line -> {}),
                new LocalHost(temp),
                Map.of("PATH", temp.resolve("bin").toString()),
                false,
                new ArrayList<String>()::add);
        List<Platform> wanted = Stream.of(platforms.split(","))
                .filter(word -> !word.isEmpty())
                .map(Platform::parse)
                .toList();
        return rootless.run(wanted, List.of(command));
    }

    private void unshare(String script) throws IOException {
        executable(Files.createDirectories(temp.resolve("bin")).resolve("unshare"), "#!/bin/sh\n" + script + "\n");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void sysctl(String name, String text) throws IOException {
        Path file = temp.resolve("proc/sys").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }
}
