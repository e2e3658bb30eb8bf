package dev.multiarch.cli;

import dev.multiarch.archive.PlanTimes;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.plan.Plan;
import dev.multiarch.record.RecordStore;
import dev.multiarch.report.TimingReport;
import dev.multiarch.step.Session;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class TimingCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(5);

    private final Console console;
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = new OutputOptions();
    private final TimesAnswer answer;

    private final OptionSpec plan = Options.text(
            "--plan", "FILE", PlanFile.DEFAULT, "The plan file whose legs are shown (" + PlanFile.DEFAULT + ").");

    private final OptionSpec records = Records.option();

    TimingCommand(Console console) {
        this.console = console;
        this.answer = new TimesAnswer(console, output, "times");
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Shows where the time of one build went: each leg over time, how much of it was under emulation,"
                                + " and of the emulated steps the slowest, and how many came from the cache. The times come from the build"
                                + " records of a plan, and are claims of those who wrote them.",
                        "multiarch timing",
                        "multiarch timing --records records --report html=timing.html")
                .addMixin("Which legs", Options.group(plan, records))
                .addMixin(ReportOptions.HEADING, answer.spec())
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        answer.check();
        Plan planned = PlanFile.read(console, plan.getValue());
        Session tools = registries.tools(console, output, BUDGET);
        PlanTimes times;
        try (RecordStore store = Records.existing(console, tools, records.getValue())) {
            times = new PlanTimes(
                    planned.id(), planned.image().name(), records.getValue(), store.records(planned.id()));
        }
        return answer.write(new TimingReport(times));
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
