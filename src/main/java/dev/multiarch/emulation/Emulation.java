package dev.multiarch.emulation;

import dev.multiarch.emulation.EmulationJournal.Change;
import dev.multiarch.host.Binfmt;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.InstalledQemu;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Registration;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts QEMU to work on this host. Callers have seen that it does not yet. */
final class Emulation {
    private final HostChanges changes;
    private final KernelEntries entries;
    private final String docker;
    private final LocalHost here;
    private final Optional<EmulationJournal> journal;

    /** @param journal where each change is written down, if it is to be taken back some time */
    Emulation(HostChanges changes, String docker, LocalHost here, Optional<EmulationJournal> journal) {
        this.changes = changes;
        this.entries = new KernelEntries(changes, here);
        this.docker = docker;
        this.here = here;
        this.journal = changes.dry() ? Optional.empty() : journal;
    }

    /** Why this host's settings want no emulator for this platform, and what to do; empty where they don't say so. */
    Optional<String> masked(Platform platform) {
        return InstalledQemu.masked(here, platform);
    }

    /**
     * Registers an installed qemu-user-static.
     *
     * @return what was done; empty if none is installed for this platform
     * @throws ProgramException if this process may not; nothing has changed then, or the message says what has
     * @throws IOException if the journal can't be written; nothing has been changed then
     */
    Optional<String> registerInstalled(Platform platform) throws ProgramException, IOException {
        Optional<Registration> fitting =
                InstalledQemu.serving(here, platform).or(() -> registeredWithoutF(entries.now(), platform));
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        if (!entries.now().mounted()) {
            entries.mount();
        }
        Binfmt now = entries.now();
        Optional<Change> on = switchOn(now);
        if (on.isPresent() && now.entries().stream().anyMatch(entry -> entry.handles(platform) && hasF(entry))) {
            return Optional.of("switched binfmt_misc on, which has an entry with flag F for it");
        }
        String line = fitting.get().lineForContainers();
        List<BinfmtEntry> old = inTheWay(now, fitting.get().entry().name(), platform);
        Change change = Change.registered(boot(), Registration.parse(line).entry(), old);
        note(change);
        Optional<KernelEntries.Failure> failure = entries.replace(old, () -> entries.register(line));
        if (failure.isPresent()) {
            forget(change, failure.get());
            switchOff(on);
            throw failure.get().why();
        }
        return Optional.of("registered the installed " + fitting.get().entry().interpreter() + " with flags "
                + line.substring(line.lastIndexOf(line.charAt(0)) + 1)
                + inPlaceOf(old));
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
        if (journal.isPresent()) {
            journal.get().require();
        }
        Binfmt before = entries.now();
        List<BinfmtEntry> old = before.entries().stream()
                .filter(entry -> isWithoutF(entry, platform))
                .toList();
        Optional<Change> on = switchOn(before);
        Change change = Change.removed(boot(), old); // if this process ends meanwhile, they can be put back
        note(change);
        Optional<KernelEntries.Failure> failure = entries.replace(old, () -> changes.run(install));
        if (failure.isPresent()) {
            forget(change, failure.get());
            switchOff(on);
            throw failure.get().why();
        }
        if (journal.isPresent()) {
            journal.get().replace(change, BinfmtChange.between(before, entries.now(), boot()));
        }
        return "installed by " + image.named() + inPlaceOf(old);
    }

    /** @return what was written down of it; empty where it was on, or is not mounted */
    private Optional<Change> switchOn(Binfmt now) throws ProgramException, IOException {
        if (!now.mounted() || now.enabled()) {
            return Optional.empty();
        }
        Change change = Change.switchedOn(boot(), now.entries());
        note(change);
        try {
            entries.switchOn();
        } catch (ProgramException refused) {
            forget(change);
            throw refused;
        }
        return Optional.of(change);
    }

    private void switchOff(Optional<Change> on) throws ProgramException, IOException {
        if (on.isPresent()) {
            entries.switchOff();
            forget(on.get());
        }
    }

    private static String inPlaceOf(List<BinfmtEntry> removed) {
        return removed.isEmpty()
                ? ""
                : " in place of "
                        + removed.stream()
                                .map(e -> Printable.line(e.name()) + " (flags " + e.flags()
                                        + (e.enabled() ? ")" : ", disabled)"))
                                .collect(Collectors.joining(", "));
    }

    private static boolean hasF(BinfmtEntry entry) {
        return entry.flags().contains("F");
    }

    private static boolean isWithoutF(BinfmtEntry entry, Platform platform) {
        return entry.handles(platform) && !hasF(entry);
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

    private String boot() {
        return here.boot().value().orElse("");
    }

    /** Before it is done: what can't be written down is not done. */
    private void note(Change change) throws IOException {
        if (journal.isPresent()) {
            journal.get().add(change);
        }
    }

    private void forget(Change change) throws IOException {
        if (journal.isPresent()) {
            journal.get().replace(change, List.of());
        }
    }

    /** What could not be put back stays written down. */
    private void forget(Change change, KernelEntries.Failure failure) throws IOException {
        if (journal.isPresent()) {
            List<BinfmtEntry> left = failure.left();
            journal.get().replace(change, left.isEmpty() ? List.of() : List.of(Change.removed(boot(), left)));
        }
    }

    private boolean exists(BinfmtEntry entry) {
        return Files.isExecutable(here.root().resolve(entry.interpreter().substring(1)));
    }
}
