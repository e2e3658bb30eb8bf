package dev.multiarch.emulation;

import dev.multiarch.host.Binfmt;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Registration;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A host's binfmt_misc, as something that can be changed (kernel, admin-guide/binfmt-misc). */
record KernelEntries(HostChanges changes, LocalHost here) {
    private static final String REMOVE = "-1";
    private static final String ON = "1";
    private static final String OFF = "0";

    /** What is done in place of entries that were removed for it. */
    interface Step {
        void run() throws ProgramException;
    }

    /**
     * Why nothing was replaced.
     *
     * @param left what was removed and could not be put back
     */
    record Failure(ProgramException why, List<BinfmtEntry> left) {}

    Binfmt now() {
        return here.binfmt();
    }

    Optional<BinfmtEntry> named(String name) {
        return now().entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }

    void mount() throws ProgramException {
        changes.asRoot(Program.of("mount", "-t", "binfmt_misc", "binfmt_misc", folder().toString()));
    }

    void switchOn() throws ProgramException {
        changes.write(folder().resolve("status"), ON);
    }

    void switchOff() throws ProgramException {
        changes.write(folder().resolve("status"), OFF);
    }

    void register(String line) throws ProgramException {
        changes.write(folder().resolve("register"), line);
    }

    void remove(BinfmtEntry entry) throws ProgramException {
        Path file = folder().resolve(entry.name());
        changes.write(file, REMOVE);
        if (!changes.dry() && named(entry.name()).filter(entry::isSameAs).isPresent()) {
            Program tee = Program.of("tee", file.toString());
            throw new ProgramException(
                    "succeeded, but the entry is still there", new Result(tee, 0, new byte[0], List.of(), false));
        }
    }

    /** As it was: an entry that was disabled comes back disabled. */
    void putBack(BinfmtEntry entry) throws ProgramException {
        register(Registration.line(entry));
        if (!entry.enabled()) {
            disable(entry);
        }
    }

    void disable(BinfmtEntry entry) throws ProgramException {
        changes.write(folder().resolve(entry.name()), OFF);
    }

    /** All or nothing: where a removal or the step is refused, what was removed comes back. */
    Optional<Failure> replace(List<BinfmtEntry> old, Step step) {
        List<BinfmtEntry> removed = new ArrayList<>();
        try {
            for (BinfmtEntry entry : old) {
                remove(entry);
                removed.add(entry);
            }
            step.run();
            return Optional.empty();
        } catch (ProgramException refused) {
            Collections.reverse(removed);
            return Optional.of(putBack(removed, refused));
        }
    }

    private Failure putBack(List<BinfmtEntry> removed, ProgramException refused) {
        ProgramException why = refused;
        List<BinfmtEntry> left = new ArrayList<>();
        for (BinfmtEntry entry : removed) {
            try {
                putBack(entry);
            } catch (ProgramException gone) {
                left.add(entry);
                why = why.noting(
                        "Entry " + entry.name() + " was removed and could not be put back. Fix: multiarch doctor"
                                + " --uninstall, or as root: printf %s '" + Registration.line(entry) + "' > "
                                + folder().resolve("register"));
            }
        }
        return new Failure(why, left);
    }

    private Path folder() {
        return here.root().resolve("proc/sys/fs/binfmt_misc");
    }
}
