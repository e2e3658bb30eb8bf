package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Version;
import dev.multiarch.plan.CiJob;
import dev.multiarch.policy.Verdict;
import dev.multiarch.report.ImageReports;
import dev.multiarch.report.ImageVerdicts;
import dev.multiarch.report.ReportContext;
import dev.multiarch.report.Reports;
import dev.multiarch.report.TagMoves;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** Reports of a verdict in addition to the answer, as many as wanted in one call. */
public final class ReportOptions {
    public static final String HEADING = "Reports";

    private final ReportFiles<Reports> files = new ReportFiles<>(
            List.of(Reports.values()),
            "sarif",
            "Also write the verdict to FILE as text, json, sarif, junit, markdown or html. Repeatable; or several,"
                    + " separated by commas or lines.");

    public CommandSpec spec() {
        return files.spec();
    }

    /** Before anything is done, so that nobody waits for a verdict that can't be written down. */
    public void check(Console console, OutputOptions output) throws UsageException, IOException {
        files.check(console, output);
    }

    /** @param what of many verdicts or of none, {@code --explain makes none}, for which there is no report */
    public void refuse(String what) throws UsageException {
        if (files.areWanted()) {
            throw new UsageException("--report needs one verdict, but " + what);
        }
    }

    /**
     * Each file is replaced whole or not at all. What can't be written keeps nobody from the verdict and the other reports.
     *
     * @param tags what became of them, as far as this call knows
     * @param exit the code that goes with the verdict
     * @return the code that goes with both
     */
    public int write(Console console, Verdict verdict, TagMoves tags, int exit) throws IOException, UsageException {
        return write(console, form -> form.write(verdict, context(console.environment(), tags)), exit);
    }

    /** The same, of many verdicts, each file with all of them. */
    public int write(Console console, ImageVerdicts images, int exit) throws IOException, UsageException {
        ReportContext context = context(console.environment(), TagMoves.UNCHECKED);
        return write(console, form -> new ImageReports(images).write(form, context), exit);
    }

    private int write(Console console, Function<Reports, byte[]> writer, int exit) throws IOException, UsageException {
        boolean written = files.write(console, writer);
        return written || exit == ExitCode.REFUSED ? exit : ExitCode.FAILED;
    }

    /** @param tags what became of them */
    public static ReportContext context(Map<String, String> environment, TagMoves tags) {
        CiJob job = CiJob.of(environment);
        return new ReportContext(Instant.now(), Version.read(), job.url(), job.revision(), tags);
    }
}
