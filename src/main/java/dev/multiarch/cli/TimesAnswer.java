package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.ReportFiles;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.report.ReportContext;
import dev.multiarch.report.TagMoves;
import dev.multiarch.report.TimesForm;
import dev.multiarch.report.TimesReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Where times of builds are written: the answer, the summary of a job's step, and the files of {@code --report}. */
final class TimesAnswer {
    private final Console console;
    private final OutputOptions output;
    private final ReportFiles<TimesForm> reports;

    /** @param what is written, for the help */
    TimesAnswer(Console console, OutputOptions output, String what) {
        this.console = console;
        this.output = output;
        this.reports = new ReportFiles<>(
                List.of(TimesForm.values()),
                "html",
                "Also write the " + what
                        + " to FILE as text, json or html. Repeatable; or several, separated by commas or lines.");
    }

    CommandSpec spec() {
        return reports.spec();
    }

    /** Before anything is read. */
    void check() throws UsageException, IOException {
        output.requireNoMatrix();
        reports.check(console, output);
    }

    /** @return the exit code */
    int write(TimesReport report) throws IOException, UsageException {
        ReportContext context = ReportOptions.context(console.environment(), TagMoves.UNCHECKED);
        byte[] text = report.write(TimesForm.TEXT, context);
        console.step().summary("Build times", new String(text, StandardCharsets.UTF_8));
        output.answer(console, output.format() == Format.JSON ? report.json() : text);
        return reports.write(console, form -> report.write(form, context)) ? ExitCode.FINE : ExitCode.FAILED;
    }
}
