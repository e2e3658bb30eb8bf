package dev.multiarch.pipeline;

import dev.multiarch.host.Binfmt;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.InstalledQemu;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Registration;
import dev.multiarch.image.Platform;
import dev.multiarch.pipeline.EmulationJournal.Registered;
import dev.multiarch.process.Printable;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts QEMU to work on this host. Whoever calls has seen that it does not yet. */
final class Emulation {
    private final Changes changes;
    private final String docker;
    private final LocalHost here;
    private final Optional<EmulationJournal> journal;

    /** @param journal where each registration is written down, if it is to be taken back some time */
    Emulation(Changes changes, String docker, LocalHost here, Optional<EmulationJournal> journal) {
        this.changes = changes;
        this.docker = docker;
        this.here = here;
        this.journal = journal;
    }

    /**
     * Registers an installed qemu-user-static.
     *
     * @return what was done; empty if none is installed for this platform
     * @throws ProgramException if this process may not
     * @throws IOException if the journal can't be written; nothing has been changed then
     */
    Optional<String> registerInstalled(Platform platform) throws ProgramException, IOException {
        Optional<Registration> fitting =
                InstalledQemu.serving(here, platform).or(() -> registeredWithoutF(here.binfmt(), platform));
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        Path folder = here.root().resolve("proc/sys/fs/binfmt_misc");
        if (!here.binfmt().mounted()) {
            changes.asRoot(Program.of("mount", "-t", "binfmt_misc", "binfmt_misc", folder.toString()));
        }
        Binfmt now = here.binfmt();
        if (now.mounted() && !now.enabled()) {
            changes.write(folder.resolve("status"), "1");
        }
        String line = fitting.get().lineForContainers();
        List<BinfmtEntry> inTheWay = inTheWay(now, fitting.get().entry().name(), platform);
        note(fitting.get().entry(), inTheWay);
        try {
            replace(folder, inTheWay, () -> changes.write(folder.resolve("register"), line));
        } catch (ProgramException refused) {
            forget(fitting.get().entry());
            throw refused;
        }
        return Optional.of("registered the installed " + fitting.get().entry().interpreter() + " with flags "
                + line.substring(line.lastIndexOf(line.charAt(0)) + 1)
                + inPlaceOf(inTheWay));
    }

    /**
     * Lets an image that is made for it register the emulators that it carries, through the Docker daemon. Entries without F
     * make room first: an installer takes them for its own, and ends well.
     *
     * @param onThisHost whether the daemon's kernel is this host's: what changes elsewhere can't be seen, nor written down
     * @throws ProgramException if the image can't be run, or fails
     * @throws IOException if the journal can't be written; nothing has been changed then
     */
    String install(Platform platform, InstallerImage image, boolean onThisHost) throws ProgramException, IOException {
        Program install = image.install(docker, platform);
        if (!onThisHost) {
            changes.run(install);
            return "installed by " + image.named();
        }
        boolean written = journal.isPresent() && !changes.dry();
        if (written) {
            journal.get().require();
        }
        Path folder = here.root().resolve("proc/sys/fs/binfmt_misc");
        Binfmt before = here.binfmt();
        List<BinfmtEntry> inTheWay = before.entries().stream()
                .filter(entry -> isWithoutF(entry, platform))
                .toList();
        replace(folder, inTheWay, () -> changes.run(install));
        if (written) {
            for (Registered each : BinfmtChange.between(
                    before, here.binfmt(), here.boot().value().orElse(""))) {
                journal.get().add(each);
            }
        }
        return "installed by " + image.named() + inPlaceOf(inTheWay);
    }

    private static String inPlaceOf(List<BinfmtEntry> removed) {
        return removed.isEmpty()
                ? ""
                : " in place of "
                        + removed.stream()
                                .map(e -> Printable.line(e.name()) + " (flags " + e.flags() + ")")
                                .collect(Collectors.joining(", "));
    }

    private static boolean isWithoutF(BinfmtEntry entry, Platform platform) {
        return entry.serves(platform) && !entry.flags().contains("F");
    }

    /** An entry that lacks nothing but F, so that its own interpreter will do. */
    private Optional<Registration> registeredWithoutF(Binfmt now, Platform platform) {
        return now.entries().stream()
                .filter(entry -> isWithoutF(entry, platform) && exists(entry))
                .findFirst()
                .map(Registration::of);
    }

    /** An entry of that name would be in the way, and one without F would be asked first or serve no container. */
    private static List<BinfmtEntry> inTheWay(Binfmt now, String name, Platform platform) {
        return now.entries().stream()
                .filter(entry -> entry.name().equals(name) || isWithoutF(entry, platform))
                .toList();
    }

    private interface Step {
        void run() throws ProgramException;
    }

    /** Where the new one can't be had, what made room for it comes back. */
    private void replace(Path folder, List<BinfmtEntry> old, Step step) throws ProgramException {
        List<String> lines =
                old.stream().map(entry -> Registration.of(entry).line()).toList();
        for (BinfmtEntry entry : old) {
            changes.write(folder.resolve(entry.name()), "-1");
        }
        try {
            step.run();
        } catch (ProgramException refused) {
            ProgramException whole = refused;
            for (String line : lines) {
                try {
                    changes.write(folder.resolve("register"), line);
                } catch (ProgramException gone) {
                    whole = whole.noting("What it was to replace could not be put back: " + line);
                }
            }
            throw whole;
        }
    }

    /** Before it is done: what can't be written down is not done. */
    private void note(BinfmtEntry entry, List<BinfmtEntry> replaced) throws IOException {
        if (journal.isPresent() && !changes.dry()) {
            List<String> lines =
                    replaced.stream().map(old -> Registration.of(old).line()).toList();
            String boot = here.boot().value().orElse("");
            journal.get().add(new Registered(boot, entry.name(), entry.interpreter(), lines));
        }
    }

    private void forget(BinfmtEntry entry) throws IOException {
        if (journal.isPresent() && !changes.dry()) {
            journal.get().remove(entry.name());
        }
    }

    private boolean exists(BinfmtEntry entry) {
        return Files.isExecutable(here.root().resolve(entry.interpreter().substring(1)));
    }
}
