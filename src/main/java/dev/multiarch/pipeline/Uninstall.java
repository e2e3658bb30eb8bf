package dev.multiarch.pipeline;

import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Registration;
import dev.multiarch.pipeline.EmulationJournal.Registered;
import dev.multiarch.process.Printable;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes back what the set-up of emulation registered on this host, and puts back what made room for it. */
public final class Uninstall {
    private final LocalHost here;
    private final Changes changes;
    private final Consumer<String> progress;

    /** @param dry whether changes are only told */
    public Uninstall(Programs programs, boolean dry, Consumer<String> progress) {
        this(
                new LocalHost(Path.of("/")),
                new Changes(programs, "root".equals(System.getProperty("user.name")), dry, progress),
                progress);
    }

    Uninstall(LocalHost here, Changes changes, Consumer<String> progress) {
        this.here = here;
        this.changes = changes;
        this.progress = progress;
    }

    /**
     * The newest first. What could not be taken back stays in the journal.
     *
     * @throws ProgramException if the kernel or sudo refuses
     */
    public void run(EmulationJournal journal) throws IOException, ProgramException {
        List<Registered> left = new ArrayList<>(journal.read());
        if (left.isEmpty()) {
            progress.accept("nothing was registered by doctor --fix, so there is nothing to take back");
            return;
        }
        List<Registered> newest = new ArrayList<>(left);
        Collections.reverse(newest);
        for (Registered one : newest) {
            takeBack(one);
            left.remove(one);
            if (!changes.dry()) {
                journal.write(left);
            }
        }
    }

    private void takeBack(Registered one) throws ProgramException {
        if (!here.boot().value().equals(Optional.of(one.boot()))) {
            progress.accept(one.name() + " was registered before this host started anew, and is gone since");
            return;
        }
        Path folder = here.root().resolve("proc/sys/fs/binfmt_misc");
        Optional<BinfmtEntry> entry = here.binfmt().entries().stream()
                .filter(each -> each.name().equals(one.name()))
                .findFirst();
        boolean ours = entry.isPresent() && entry.get().interpreter().equals(one.interpreter());
        if (entry.isPresent() && !ours) {
            progress.accept(
                    one.name() + " is left alone: it runs " + entry.get().interpreter() + " now, not "
                            + one.interpreter() + ", so somebody else registered it since");
            return;
        }
        if (ours) {
            changes.write(folder.resolve(one.name()), "-1");
        }
        List<String> back = one.replaced().stream().filter(this::canReturn).toList();
        for (String line : back) {
            changes.write(folder.resolve("register"), line);
        }
        if (!changes.dry()) {
            progress.accept(one.name()
                    + (ours ? " is taken back" : " is gone already")
                    + (back.isEmpty() ? "" : ", and what it replaced is registered again"));
        }
        one.replaced().stream()
                .filter(line -> !back.contains(line))
                .forEach(line -> progress.accept("not put back: " + Printable.line(line)
                        + ", since this host has no such interpreter: whoever registered it brought one along"));
    }

    /** With F, the kernel opens the interpreter when it is registered; one that an image brought is gone with its container. */
    private boolean canReturn(String line) {
        BinfmtEntry entry = Registration.parse(line).entry();
        return !entry.flags().contains("F")
                || Files.exists(here.root().resolve(entry.interpreter().replaceFirst("^/+", "")));
    }
}
