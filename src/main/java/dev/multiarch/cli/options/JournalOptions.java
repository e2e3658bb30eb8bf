package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.record.Journal;
import java.io.IOException;
import java.nio.file.Path;

/** Where the steps of merges and promotions are written down. */
@picocli.CommandLine.Command
public final class JournalOptions implements Options.Offered {
    public static final String DEFAULT = ".multiarch/journal.jsonl";

    public String journal = DEFAULT;

    @Override
    public void addTo(Options options) {
        options.text(
                "--journal",
                "FILE",
                "The file that each step is added to, before and after (" + DEFAULT + "); multiarch why reads it.",
                given -> journal = given.orElse(DEFAULT));
    }

    public Path file(Console console) throws IOException, UsageException {
        return Workspace.reading(console, "--journal", journal);
    }

    public Journal open(Console console) throws IOException, UsageException {
        return Journal.in(file(console));
    }
}
