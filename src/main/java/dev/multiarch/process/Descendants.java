package dev.multiarch.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A program and all that it started, even what outlived its own parent: each inherits a variable with a mark, by which it
 * is found in /proc where the system has one.
 */
final class Descendants {
    static final String MARK = "MULTIARCH_PROGRAM";

    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Path PROC = Path.of("/proc");

    private final ProcessHandle root;
    private final byte[] mark;

    Descendants(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = (MARK + "=" + mark).getBytes(StandardCharsets.UTF_8);
    }

    /** Asks all to end, and after a short grace ends what is left. */
    synchronized void end() {
        Set<ProcessHandle> all = new LinkedHashSet<>(alive());
        all.forEach(ProcessHandle::destroy);
        long until = System.nanoTime() + GRACE.toNanos();
        while (System.nanoTime() < until && anyAlive(all)) {
            pause();
        }
        all.addAll(alive()); // what was started meanwhile
        all.forEach(ProcessHandle::destroyForcibly);
        while (System.nanoTime() < until + GRACE.toNanos() && anyAlive(all)) {
            pause();
        }
    }

    private Set<ProcessHandle> alive() {
        Set<ProcessHandle> all = new LinkedHashSet<>();
        all.add(root);
        root.descendants().forEach(all::add);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path entry : entries) {
                if (isMarked(entry)) {
                    ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
                            .ifPresent(all::add);
                }
            }
        } catch (IOException noProc) {
            // then the tree is all that can be known
        }
        all.removeIf(handle -> !handle.isAlive());
        return all;
    }

    private boolean isMarked(Path entry) {
        try {
            return contains(Files.readAllBytes(entry.resolve("environ")), mark);
        } catch (IOException goneOrForeign) {
            return false;
        }
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    private static boolean anyAlive(Set<ProcessHandle> handles) {
        return handles.stream().anyMatch(handle -> handle.isAlive() && !isZombie(handle));
    }

    /** It has ended and holds nothing: in a container whose first process reaps no orphans it stays in the list for good. */
    private static boolean isZombie(ProcessHandle handle) {
        try {
            String stat = Files.readString(PROC.resolve(handle.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException gone) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.onSpinWait(); // ending goes on: the grace is short
        }
    }
}
