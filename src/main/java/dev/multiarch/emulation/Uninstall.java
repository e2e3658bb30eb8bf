package dev.multiarch.emulation;

import dev.multiarch.emulation.EmulationJournal.Change;
import dev.multiarch.host.Binfmt;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Registration;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Takes back what the set-up of emulation changed on this host, and puts back what made room for it. What somebody else
 * changed since is left alone; what is refused stays in the journal, so that the next call can go on with it.
 */
public final class Uninstall {
    private final KernelEntries entries;
    private final Consumer<String> progress;

    /** @param dry whether changes are only told */
    public Uninstall(Programs programs, boolean dry, Consumer<String> progress) {
        this(
                new LocalHost(Path.of("/")),
                new HostChanges(programs, "root".equals(System.getProperty("user.name")), dry, progress),
                progress);
    }

    Uninstall(LocalHost here, HostChanges changes, Consumer<String> progress) {
        this.entries = new KernelEntries(changes, here);
        this.progress = progress;
    }

    /**
     * The newest first.
     *
     * @return whether nothing is left to take back
     * @throws IOException if the journal can't be read or written
     */
    public boolean run(EmulationJournal journal) throws IOException {
        List<Change> newest = new ArrayList<>(journal.read());
        if (newest.isEmpty()) {
            progress.accept("doctor --fix registered nothing on this host, so there is nothing to remove");
            return true;
        }
        Collections.reverse(newest);
        boolean whole = true;
        for (Change one : newest) {
            Optional<Change> left = takeBack(one, whole);
            whole = whole && left.isEmpty();
            if (!dry()) {
                journal.replace(one, left.map(List::of).orElse(List.of()));
            }
        }
        if (!whole) {
            progress.accept("not everything could be removed; the rest is still in " + journal.file()
                    + ". Fix: see the reasons above, then run multiarch doctor --uninstall again");
        }
        return whole;
    }

    /** @return what is left to do */
    private Optional<Change> takeBack(Change one, boolean whole) {
        if (!entries.here().boot().value().equals(Optional.of(one.boot()))) {
            progress.accept(one.entry().map(BinfmtEntry::name).orElse("what was changed in binfmt_misc")
                    + " was registered before this host started again, and is gone since");
            return Optional.empty();
        }
        if (one.switchedOn().isPresent()) {
            return whole ? switchOff(one) : Optional.of(one);
        }
        if (one.entry().isEmpty()) {
            return putBack(one, "");
        }
        BinfmtEntry ours = one.entry().get();
        Optional<BinfmtEntry> there = entries.named(ours.name());
        if (there.isEmpty()) {
            return putBack(one, Printable.line(ours.name()) + " is gone already");
        }
        if (there.get().isSameAs(ours)) {
            return remove(one, there.get());
        }
        if (one.replaced().stream().anyMatch(there.get()::isSameAs)) {
            return putBack(one, Printable.line(ours.name()) + " is removed already");
        }
        progress.accept(leftAlone(ours, there.get(), one.replaced()));
        return Optional.empty();
    }

    private Optional<Change> remove(Change one, BinfmtEntry ours) {
        try {
            entries.remove(ours);
        } catch (ProgramException refused) {
            progress.accept(Printable.line(ours.name()) + " could not be removed: " + refused.getMessage());
            return Optional.of(one);
        }
        return putBack(one, Printable.line(ours.name()) + " is taken back");
    }

    /** An entry that is put back is asked before all others: it would hide what somebody else registered since. */
    private static String leftAlone(BinfmtEntry ours, BinfmtEntry there, List<BinfmtEntry> replaced) {
        String changed = there.interpreter().equals(ours.interpreter())
                ? "its flags or its magic have changed (flags " + there.flags() + "), they were " + ours.flags()
                : "it runs " + there.interpreter() + " now, not " + ours.interpreter();
        String also = replaced.isEmpty()
                ? ""
                : ". What it replaced is not put back: "
                        + replaced.stream().map(BinfmtEntry::name).collect(Collectors.joining(", "));
        return Printable.line(
                ours.name() + " is kept: " + changed + ", so somebody else registered it since then" + also);
    }

    /** @param said about the entry that took their place; empty where there was not one */
    private Optional<Change> putBack(Change one, String said) {
        List<BinfmtEntry> back = new ArrayList<>();
        List<BinfmtEntry> left = new ArrayList<>();
        List<String> not = new ArrayList<>();
        for (BinfmtEntry old : one.replaced()) {
            Optional<BinfmtEntry> there = entries.named(old.name())
                    .filter(now -> !dry() || one.entry().filter(now::isSameAs).isEmpty());
            if (there.isPresent() && !there.get().isSameAs(old)) {
                not.add("not put back: " + old.name() + " (" + old.interpreter()
                        + "), since an entry of that name runs " + there.get().interpreter() + " now");
            } else if (there.isEmpty() && !canReturn(old)) {
                not.add("not put back: " + Registration.line(old) + ", since this host does not have this interpreter");
            } else {
                tryToPutBack(old, there, back, left, not);
            }
        }
        String told = back.isEmpty() ? "" : "what it replaced is registered again";
        if (!dry() && !(said + told).isEmpty()) {
            progress.accept(
                    said.isEmpty()
                            ? "what was removed is registered again"
                            : said + (told.isEmpty() ? "" : ", and " + told));
        }
        not.forEach(line -> progress.accept(Printable.line(line)));
        return left.isEmpty() ? Optional.empty() : Optional.of(Change.removed(one.boot(), left));
    }

    private void tryToPutBack(
            BinfmtEntry old,
            Optional<BinfmtEntry> there,
            List<BinfmtEntry> back,
            List<BinfmtEntry> left,
            List<String> not) {
        try {
            if (there.isEmpty()) {
                entries.putBack(old);
            } else if (there.get().enabled() && !old.enabled()) {
                entries.disable(old);
            }
            back.add(old);
        } catch (ProgramException refused) {
            left.add(old);
            not.add(old.name() + " could not be put back: " + refused.getMessage());
        }
    }

    private Optional<Change> switchOff(Change one) {
        Binfmt now = entries.now();
        List<String> others = now.entries().stream()
                .map(BinfmtEntry::name)
                .filter(name -> !one.switchedOn().get().contains(name))
                .toList();
        if (!now.enabled()) {
            progress.accept("binfmt_misc is switched off already, as it was before");
            return Optional.empty();
        }
        if (!others.isEmpty()) {
            progress.accept(Printable.line("binfmt_misc stays switched on, since somebody else registered "
                    + String.join(", ", others) + " meanwhile"));
            return Optional.empty();
        }
        try {
            entries.switchOff();
        } catch (ProgramException refused) {
            progress.accept("binfmt_misc could not be switched off again: " + refused.getMessage());
            return Optional.of(one);
        }
        if (!dry()) {
            progress.accept("binfmt_misc is switched off again, as it was before");
        }
        return Optional.empty();
    }

    private boolean dry() {
        return entries.changes().dry();
    }

    /** With F, the kernel opens the interpreter when it is registered; one that an image brought is gone with its container. */
    private boolean canReturn(BinfmtEntry entry) {
        return !entry.flags().contains("F")
                || Files.exists(
                        entries.here().root().resolve(entry.interpreter().replaceFirst("^/+", "")));
    }
}
