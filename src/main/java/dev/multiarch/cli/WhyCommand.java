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
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.record.Journal;
import dev.multiarch.record.SharedJournal;
import dev.multiarch.report.TagHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class WhyCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(5);

    private final Console console;
    private final JournalOptions journal = new JournalOptions();
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = new OutputOptions();

    private final OptionSpec records = Options.text(
            "--records",
            "STORE",
            "The store of records that merge, promote and ship wrote their steps to as well: oci://REGISTRY/REPOSITORY or"
                    + " gs://BUCKET/PREFIX.");

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
                                + " and who did it. It contacts no registry but that of"
                                + " --records.",
                        "multiarch why ghcr.io/org/app:1.2",
                        "multiarch why ghcr.io/org/app:1.2 --records oci://ghcr.io/org/records",
                        "multiarch why latest --format json")
                .addPositional(tag)
                .addMixin(FileOptions.HEADING, Options.group(journal.option(), records))
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        requireTag(tag.getValue());
        Journal.Held held = held();
        if (held.torn() > 0) {
            console.say("warning: " + held.torn() + " lines are not entries of a journal");
        }
        TagHistory history = TagHistory.of(tag.getValue(), held.entries());
        if (output.format() == Format.JSON) {
            output.answer(console, history.json());
        } else {
            output.answer(console, history.text());
        }
        return ExitCode.FINE;
    }

    private static void requireTag(String named) throws UsageException {
        boolean repositoryAlone =
                named.contains("/") && !named.substring(named.lastIndexOf('/')).contains(":");
        if (named.isBlank() || named.contains("@") || repositoryAlone) {
            throw new UsageException(
                    "\"" + named + "\" names no tag. Fix: name REPOSITORY:TAG, or a tag alone, such as latest");
        }
    }

    private Journal.Held held() throws IOException, UsageException {
        Path file = journal.file(console);
        Optional<String> store = Options.given(records);
        if (store.isEmpty() && !Files.isRegularFile(file)) {
            throw new UsageException("there is no journal " + journal.name()
                    + ". Fix: run it in the folder where merge or promote ran, name the file by --journal, or the store"
                    + " by --records");
        }
        Journal.Held here =
                Files.isRegularFile(file) ? Journal.Held.read(file, journal.name()) : new Journal.Held(List.of(), 0);
        return store.isEmpty() ? here : here.and(shared(store.get()));
    }

    private Journal.Held shared(String name) throws IOException, UsageException {
        if (Records.isFolder(name)) {
            throw new UsageException("--records " + name + ": a folder has no shared journal. Fix: name the file by"
                    + " --journal, or a store such as oci://REGISTRY/REPOSITORY or gs://BUCKET/PREFIX");
        }
        var tools = registries.tools(console, output, BUDGET);
        return new SharedJournal(Records.store(console, tools, name).objects()).read(tag.getValue());
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
