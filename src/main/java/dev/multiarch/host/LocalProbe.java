package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs the probe of a platform on this host: first in a separate root, as a container would, where an interpreter that was
 * not loaded at registration can't be found; then where it is.
 */
final class LocalProbe {
    /** In a separate root; a probe that hangs there leaves time to try it where it is. */
    private static final Duration CONTAINED = Duration.ofSeconds(3);

    /** The probe ran, but could not write its answer where it is: that it could not is its own word. */
    private static final int RAN_WITHOUT_ANSWER = 1;

    private static final String REFUSED = "exec format error";

    private final Programs programs;
    private final boolean root;
    private final Deadline deadline;

    /** @param root whether this process may change its root by itself */
    LocalProbe(Programs programs, boolean root, Deadline deadline) {
        this.programs = programs;
        this.root = root;
        this.deadline = deadline;
    }

    /**
     * What came of it.
     *
     * @param contained whether it ran in a root that holds nothing but itself
     */
    record Ran(boolean contained, String failure) {}

    /**
     * Writes the probe. Nothing may be started meanwhile: a child that is about to become another program holds our open
     * files for a moment, and a file that somebody can still write can't be run (ETXTBSY).
     *
     * @return runs it, once: known where the probe ran, or was refused by the kernel; unknown where it could not be tried
     */
    Supplier<Fact<Ran>> prepare(Platform platform) {
        Optional<byte[]> program = ProbeProgram.of(platform);
        if (program.isEmpty()) {
            return () -> Fact.unknown("there is no probe for " + platform);
        }
        try {
            Path folder = Files.createTempDirectory(
                    "multiarch-probe",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Path probe = folder.resolve("probe");
            Files.write(probe, program.get());
            Files.setPosixFilePermissions(probe, PosixFilePermissions.fromString("rwxr-xr-x"));
            return () -> runAndDelete(folder, probe);
        } catch (IOException | UnsupportedOperationException e) {
            return () -> unwritten(e);
        }
    }

    private static Fact<Ran> unwritten(Exception why) {
        return Fact.unknown("the probe could not be written: " + why.getMessage());
    }

    private Fact<Ran> runAndDelete(Path folder, Path probe) {
        try {
            Fact<Ran> ran = run(folder, probe);
            Files.deleteIfExists(folder.resolve("multiarch-facts"));
            Files.deleteIfExists(probe);
            Files.deleteIfExists(folder);
            return ran;
        } catch (IOException e) {
            return unwritten(e);
        }
    }

    private Fact<Ran> run(Path folder, Path probe) {
        if (deadline.isOver()) {
            return Fact.unknown("there was no time left to run the probe");
        }
        List<String> contained = new ArrayList<>(root ? List.of() : List.of("unshare", "--map-root-user"));
        contained.addAll(List.of("chroot", folder.toString(), "/probe"));
        if (exit(contained) == 0 && Files.exists(folder.resolve("multiarch-facts"))) {
            return Fact.known(new Ran(true, ""), FactSource.PROBE);
        }
        if (deadline.isOver()) {
            return Fact.unknown("the probe did not end in time");
        }
        // Root could write the answer to the host's own root, which is not a place for it.
        List<String> bare = new ArrayList<>(
                root ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") : List.of());
        bare.add(probe.toString());
        try {
            Result result = programs.run(deadline.bound(Program.of(bare).withErrors()));
            int exit = result.exit();
            if (exit == 0 || exit == RAN_WITHOUT_ANSWER && result.text().isEmpty()) {
                return Fact.known(new Ran(false, ""), FactSource.PROBE);
            }
            return Fact.known(new Ran(false, failure(result, probe)), FactSource.PROBE);
        } catch (ProgramException e) {
            boolean refused = String.valueOf(e.getMessage()).contains("Exec format error");
            return refused
                    ? Fact.known(new Ran(false, REFUSED), FactSource.PROBE)
                    : Fact.unknown("the probe could not be started: " + e.getMessage());
        }
    }

    /** What the kernel does not take is read by a shell as if it were a script, which then complains of its bytes. */
    private static String failure(Result result, Path probe) {
        String text = result.text().strip();
        if (text.contains("ELF") || text.contains(probe + ": ")) {
            return REFUSED;
        }
        String first = text.lines().findFirst().orElse("");
        return Printable.line(first.isEmpty() ? "exit code " + result.exit() : first);
    }

    private int exit(List<String> words) {
        try {
            Duration left = deadline.left();
            return programs.run(Program.of(words).within(left.compareTo(CONTAINED) < 0 ? left : CONTAINED))
                    .exit();
        } catch (ProgramException e) {
            return -1; // there is no such program, or it may not: the probe is tried where it is
        }
    }
}
