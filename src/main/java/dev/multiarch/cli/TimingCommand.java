package dev.multiarch.cli;

import dev.multiarch.archive.PlanTimes;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ReportFiles;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.plan.Plan;
import dev.multiarch.record.RecordStore;
import dev.multiarch.report.ReportContext;
import dev.multiarch.report.TagMoves;
import dev.multiarch.report.TimingReports;
import dev.multiarch.step.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class TimingCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(5);

    private final Console console;
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = new OutputOptions();

    private final ReportFiles<TimingReports> reports = new ReportFiles<>(
            List.of(TimingReports.values()),
            "html",
            "Also write the times to FILE as text, json or html. Repeatable; or several, separated by commas or lines.");

    private final OptionSpec plan = Options.text(
            "--plan", "FILE", PlanFile.DEFAULT, "The plan whose legs are meant (" + PlanFile.DEFAULT + ").");

    private final OptionSpec records = Records.option();

    TimingCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Shows where the time of one build went: each leg over time, how much of it was under emulation,"
                                + " steps from the cache, and the slowest emulated steps. The times come from the build"
                                + " records of a plan, and are claims of those who wrote them.",
                        "multiarch timing",
                        "multiarch timing --records records --report html=timing.html")
                .addMixin("Which legs", Options.group(plan, records))
                .addMixin(ReportOptions.HEADING, reports.spec())
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        reports.check(console, output);
        Plan planned = PlanFile.read(console, plan.getValue());
        Session tools = registries.tools(console, output, BUDGET);
        PlanTimes times;
        try (RecordStore store = Records.existing(console, tools, records.getValue())) {
            times = new PlanTimes(
                    planned.id(), planned.image().name(), records.getValue(), store.records(planned.id()));
        }
        ReportContext context = ReportOptions.context(console.environment(), TagMoves.UNCHECKED);
        byte[] text = TimingReports.TEXT.write(times, context);
        console.step().summary("Build times", new String(text, StandardCharsets.UTF_8));
        output.answer(console, output.format() == Format.JSON ? TimingReports.JSON.write(times, context) : text);
        return reports.write(console, form -> form.write(times, context)) ? ExitCode.FINE : ExitCode.FAILED;
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
