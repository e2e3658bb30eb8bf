package dev.multiarch.pipeline;

import dev.multiarch.host.Binfmt;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Registration;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts QEMU to work on this host. Whoever calls has seen that it does not yet. */
final class Emulation {
    private static final Duration PULL_LIMIT = Duration.ofMinutes(5);

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
        Optional<Registration> fitting = Registration.installed(here).stream()
                .filter(line -> line.entry().serves(platform) && exists(line.entry()))
                .findFirst();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        Path folder = here.root().resolve("proc/sys/fs/binfmt_misc");
        if (!here.binfmt().mounted()) {
            changes.asRoot(Program.of("mount", "-t", "binfmt_misc", "binfmt_misc", folder.toString()));
        }
        Binfmt now = here.binfmt();
        if (!now.enabled()) {
            changes.write(folder.resolve("status"), "1");
        }
        String line = fitting.get().lineForContainers();
        List<BinfmtEntry> inTheWay = inTheWay(now, fitting.get().entry().name(), platform);
        note(fitting.get().entry(), inTheWay);
        try {
            replace(folder, inTheWay, line);
        } catch (ProgramException refused) {
            forget(fitting.get().entry());
            throw refused;
        }
        String removed = inTheWay.stream()
                .map(e -> e.name() + " (flags " + e.flags() + ")")
                .collect(Collectors.joining(", "));
        return Optional.of("registered the installed " + fitting.get().entry().interpreter() + " with flags "
                + line.substring(line.lastIndexOf(line.charAt(0)) + 1)
                + (removed.isEmpty() ? "" : " in place of " + removed));
    }

    /** Lets an image that is made for it register the emulators that it carries, through the Docker daemon. */
    String install(Platform platform, String image) throws ProgramException {
        changes.run(Program.of(docker, "run", "--rm", "--privileged", image, "--install", platform.architecture())
                .within(PULL_LIMIT));
        return "installed by " + image;
    }

    /** An entry of that name would be in the way, and one without F would be asked first or serve no container. */
    private static List<BinfmtEntry> inTheWay(Binfmt now, String name, Platform platform) {
        return now.entries().stream()
                .filter(entry -> entry.name().equals(name)
                        || entry.serves(platform) && !entry.flags().contains("F"))
                .toList();
    }

    /** Where the kernel does not take the new line, what made room for it comes back. */
    private void replace(Path folder, List<BinfmtEntry> old, String line) throws ProgramException {
        for (BinfmtEntry entry : old) {
            changes.write(folder.resolve(entry.name()), "-1");
        }
        try {
            changes.write(folder.resolve("register"), line);
        } catch (ProgramException refused) {
            for (BinfmtEntry entry : old) {
                changes.write(folder.resolve("register"), Registration.of(entry).line());
            }
            throw refused;
        }
    }

    /** Before it is done: what can't be written down is not done. */
    private void note(BinfmtEntry entry, List<BinfmtEntry> replaced) throws IOException {
        if (journal.isPresent() && !changes.dry()) {
            List<String> lines =
                    replaced.stream().map(old -> Registration.of(old).line()).toList();
            String boot = here.boot().value().orElse("");
            journal.get().add(new EmulationJournal.Registered(boot, entry.name(), entry.interpreter(), lines));
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
