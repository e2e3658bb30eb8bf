package dev.multiarch.emulation;

import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Registration;
import dev.multiarch.process.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A user namespace with mounts and its own binfmt_misc, as util-linux's unshare makes it.
 *
 * @param mapping unshare's options for its ids; empty where they are written from outside, which root can do
 */
record Namespace(String unshare, List<String> mapping) {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(5);
    private static final List<String> ONE = List.of("--map-root-user");
    private static final List<String> GRANTED = List.of("--map-root-user", "--map-auto");

    /**
     * What is run in it: always this text, with lines and command as its arguments, so that no shell reads those. It waits for
     * its ids, since only what is executed with one has its rights.
     */
    private static final String SCRIPT = """
            binfmt=/proc/sys/fs/binfmt_misc
            until read -r ids </proc/self/uid_map && read -r ids </proc/self/gid_map; do sleep 0.02; done
            mount -t binfmt_misc binfmt_misc "$binfmt" || exit 125
            lines=$1
            shift
            while [ "$lines" -gt 0 ]; do
              printf %s "$1" >"$binfmt/register" || exit 125
              shift
              lines=$((lines - 1))
            done
            exec "$@"
            """;

    Namespace(String unshare, boolean root) {
        this(unshare, root ? List.of() : ONE);
    }

    /** The one with the most ids first. */
    List<Namespace> ways(LocalHost here) {
        boolean granted = !mapping.isEmpty()
                && Files.exists(here.root().resolve("etc/subuid"))
                && Files.exists(here.root().resolve("etc/subgid"));
        return granted ? List.of(new Namespace(unshare, GRANTED), this) : List.of(this);
    }

    Program program(List<Registration> lines, List<String> command) {
        return program(mapping, lines, command);
    }

    /** The same for a command that can do with one id. */
    Program trial(List<Registration> lines, List<String> command) {
        return program(mapping.isEmpty() ? ONE : mapping, lines, command);
    }

    private Program program(List<String> ids, List<Registration> lines, List<String> command) {
        List<String> words = new ArrayList<>(List.of(unshare, "--user", "--mount"));
        words.addAll(ids);
        words.addAll(List.of("--", "sh", "-c", SCRIPT, "sh", String.valueOf(lines.size())));
        lines.forEach(line -> words.add(line.lineForContainers()));
        words.addAll(command);
        return Program.of(words);
    }

    /** Gives it each id that this process has, as itself (user_namespaces(7)). Does nothing where unshare sees to that. */
    void map(long pid) throws IOException {
        if (mapping.isEmpty()) {
            awaitNamespace(pid);
            map(pid, "uid_map");
            map(pid, "gid_map");
        }
    }

    /** Before, they would be the ids of the namespace that we are in ourselves, which can't be changed. */
    private static void awaitNamespace(long pid) throws IOException {
        Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/user"));
        Path its = Path.of("/proc", String.valueOf(pid), "ns/user");
        long until = System.nanoTime() + LIMIT.toNanos();
        while (ours.equals(Files.readSymbolicLink(its))) {
            if (System.nanoTime() > until) {
                throw new IOException("unshare made no user namespace within " + LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private static void map(long pid, String name) throws IOException {
        StringBuilder same = new StringBuilder();
        for (String row : Files.readAllLines(Path.of("/proc/self", name))) {
            String[] numbers = row.strip().split("\\s+");
            same.append(numbers[0])
                    .append(' ')
                    .append(numbers[0])
                    .append(' ')
                    .append(numbers[2])
                    .append('\n');
        }
        // In one write, which is all that the kernel takes.
        Files.write(Path.of("/proc", String.valueOf(pid), name), same.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
