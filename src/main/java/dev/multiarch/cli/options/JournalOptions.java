package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.record.Journal;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.SharedJournal;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.OptionSpec;

/** Where the steps of merges and promotions are written down. */
public final class JournalOptions {
    public static final String DEFAULT = ".multiarch/journal.jsonl";

    private final OptionSpec journal = Options.text(
            "--journal",
            "FILE",
            DEFAULT,
            "The file that records each step, before and after it (" + DEFAULT + "). multiarch why reads it.");

    /** The option itself, for the group that it belongs to. */
    public OptionSpec option() {
        return journal;
    }

    public String name() {
        return journal.getValue();
    }

    public Path file(Console console) throws IOException, UsageException {
        return Workspace.reading(console, "--journal", name());
    }

    /** Writes the steps to a store too, where that is shared with other runners. */
    public static void share(Session tools, ObjectStore store) {
        if (!store.isLocal()) {
            tools.with(Journal.both(tools.journal(), new SharedJournal(store)));
        }
    }

    public Journal open(Console console) throws IOException, UsageException {
        return Journal.in(file(console));
    }
}
