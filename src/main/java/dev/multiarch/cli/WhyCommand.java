package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.FileOptions;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.JournalOptions;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.record.Journal;
import dev.multiarch.report.TagHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class WhyCommand implements Command {
    private final Console console;
    private final JournalOptions journal = new JournalOptions();
    private final OutputOptions output = new OutputOptions();

    private final PositionalParamSpec tag =
            Options.operand("TAG", "The tag: repo:tag, or a bare tag, which matches every repository.");

    WhyCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Shows the moves of a tag from the journal that merge, promote and ship write, the newest"
                                + " first: from and to which digest, for which plan and commit, by which verdict,"
                                + " and who did it. It contacts no registry.",
                        "multiarch why ghcr.io/org/app:1.2",
                        "multiarch why latest --format json")
                .addPositional(tag)
                .addMixin(FileOptions.HEADING, Options.group(journal.option()))
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        Path file = journal.file(console);
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no journal " + journal.name()
                    + ". Fix: run it in the folder where merge or promote ran, or name the file by --journal");
        }
        Journal.Held held = Journal.Held.read(file, journal.name());
        if (held.torn() > 0) {
            console.say("warning: " + journal.name() + ": " + held.torn() + " lines are not entries of a journal");
        }
        TagHistory history = TagHistory.of(tag.getValue(), held.entries());
        if (output.format() == Format.JSON) {
            output.answer(console, history.json());
        } else {
            output.answer(console, history.text());
        }
        return ExitCode.FINE;
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
