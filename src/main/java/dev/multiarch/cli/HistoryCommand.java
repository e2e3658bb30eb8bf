package dev.multiarch.cli;

import dev.multiarch.archive.PastBuilds;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.record.RecordStore;
import dev.multiarch.report.HistoryReport;
import dev.multiarch.step.Session;
import dev.multiarch.text.Words;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class HistoryCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(10);

    private final Console console;
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = new OutputOptions();
    private final TimesAnswer answer;

    private final PositionalParamSpec image = Options.operand("IMAGE", "The repository: ghcr.io/org/app.");

    private final OptionSpec records = Records.option();

    private final OptionSpec platforms =
            Options.texts("--platforms", "LIST", "These platforms alone; by default all that have records.");

    private final OptionSpec last = Options.number(
            "--last",
            "N",
            PastBuilds.MOST,
            "So many builds of each platform, at most " + PastBuilds.MOST + " (" + PastBuilds.MOST + ").");

    HistoryCommand(Console console) {
        this.console = console;
        this.answer = new TimesAnswer(console, output, "history");
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Shows how long the last builds of an image took: by platform the median, the spread and the"
                                + " trend, how much of it was under emulation, and the slowest emulated steps. The times"
                                + " come from build records, and are claims of those who wrote them.",
                        "multiarch history ghcr.io/org/app",
                        "multiarch history ghcr.io/org/app --platforms linux/arm64 --last 20",
                        "multiarch history ghcr.io/org/app --records oci://ghcr.io/org/records --report"
                                + " html=history.html")
                .addPositional(image)
                .addMixin("Which builds", Options.group(records, platforms, last))
                .addMixin(ReportOptions.HEADING, answer.spec())
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        answer.check();
        int most = last.getValue();
        if (most < 1 || most > PastBuilds.MOST) {
            throw new UsageException("--last " + most + ": expected a number from 1 to " + PastBuilds.MOST);
        }
        Reference asked = Reference.parse(image.getValue());
        String name = asked.name();
        if (asked.tag().isPresent() || asked.digest().isPresent()) {
            throw new UsageException("\"" + image.getValue() + "\" has a tag or a digest, but builds are kept by"
                    + " repository. Fix: multiarch history " + name);
        }
        List<String> lists = platforms.getValue();
        List<Platform> wanted = lists.stream()
                .flatMap(text -> Words.list(text).stream())
                .map(KnownPlatforms::parse)
                .toList();
        Session tools = registries.tools(console, output, BUDGET);
        PastBuilds found;
        try (var status = new StatusLine(console, output);
                RecordStore store = Records.existing(console, tools, records.getValue())) {
            found = PastBuilds.of(store, name, wanted, most, status);
        }
        if (found.builds().isEmpty() && !wanted.isEmpty()) {
            console.say("warning: --platforms " + String.join(",", lists)
                    + ": no builds of these. Fix: leave it out to see the builds of all platforms");
        }
        found.problems().forEach(problem -> console.say("warning: " + problem));
        return answer.write(new HistoryReport(found));
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
