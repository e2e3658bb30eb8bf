package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.JournalOptions;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.record.Journal;
import dev.multiarch.report.TagHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class WhyCommand implements Command, Options.Offered {
    private final Console console;
    private final JournalOptions journal = new JournalOptions();
    private final OutputOptions output = new OutputOptions();
    private String tag;

    WhyCommand(Console console) {
        this.console = console;
    }

    @Override
    public void addTo(Options options) {
        options.about(
                "Shows the moves of a tag that merge, promote and ship wrote down here, the newest first: from and to"
                        + " which digest, for which plan and commit, by which verdict, and who did it. It asks no registry.",
                "  multiarch why ghcr.io/org/app:1.2",
                "  multiarch why latest --format json");
        options.operand("TAG", "The tag: repo:tag, or a bare tag for that of any repository.", given -> tag = given);
        journal.addTo(options);
        output.addTo(options);
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        Path file = journal.file(console);
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no journal " + journal.journal
                    + ". Fix: call it where merge or promote ran, or name the file by --journal");
        }
        Journal.Held held = Journal.Held.read(file, journal.journal);
        if (held.torn() > 0) {
            console.say("warning: " + journal.journal + ": " + held.torn() + " lines are no entries of a journal");
        }
        TagHistory history = TagHistory.of(tag, held.entries());
        if (output.format == Format.JSON) {
            output.answer(console, history.json());
        } else {
            output.answer(console, history.text());
        }
        return ExitCode.FINE;
    }

    @Override
    public boolean verbose() {
        return output.verbose;
    }
}
