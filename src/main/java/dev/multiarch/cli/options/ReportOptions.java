package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.Failure;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Version;
import dev.multiarch.policy.Verdict;
import dev.multiarch.process.FileOutput;
import dev.multiarch.report.ReportContext;
import dev.multiarch.report.Reports;
import dev.multiarch.report.TagMoves;
import dev.multiarch.text.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Reports in addition to the answer, as many as wanted in one call. */
public final class ReportOptions {
    /**
     * A comma separates if white space, or the next report's FORM=, follows. Any other comma belongs to the file's name, so
     * that {@code html=a,b.html} stays one report.
     */
    private static final Pattern SEPARATOR = Pattern.compile("[\\r\\n]+|,(?=\\s|[A-Za-z-]+=)");

    public static final String HEADING = "Reports";

    private final OptionSpec reports = Options.texts(
            "--report",
            "FORM=FILE",
            "Also write the verdict to FILE as text, json, sarif, junit, markdown or html. Repeatable; or several,"
                    + " separated by commas or lines.");

    private final OptionSpec allowOutside =
            Options.flag("--allow-outside", "Allow --report to write outside the working directory.");

    public CommandSpec spec() {
        return Options.group(reports, allowOutside);
    }

    private List<String> reports() {
        return reports.getValue();
    }

    /** Before anything is done, so that nobody waits for a verdict that can't be written down. */
    public void check(Console console, OutputOptions output) throws UsageException, IOException {
        Optional<Path> answer = output.file().map(file -> absolute(console, file));
        for (Path file : files(console).keySet()) {
            if (answer.filter(file::equals).isPresent()) {
                throw new UsageException("--report and --output both go to " + file);
            }
        }
    }

    /** @param what of many verdicts or of none, {@code --explain makes none}, for which there is no report */
    public void refuse(String what) throws UsageException {
        if (!reports().isEmpty()) {
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
        boolean written = true;
        for (Map.Entry<Path, Reports> report : files(console).entrySet()) {
            try {
                FileOutput.replace(
                        report.getKey(), report.getValue().write(verdict, context(console.environment(), tags)));
            } catch (IOException e) {
                written = false;
                console.error("--report " + report.getValue() + "=" + report.getKey() + ": " + Failure.message(e));
            }
        }
        return written || exit == ExitCode.REFUSED ? exit : ExitCode.FAILED;
    }

    /** @param tags what became of them */
    public static ReportContext context(Map<String, String> environment, TagMoves tags) {
        Optional<String> run = Optional.ofNullable(environment.get("GITHUB_RUN_ID"))
                .map(id -> environment.getOrDefault("GITHUB_SERVER_URL", "https://github.com") + "/"
                        + environment.getOrDefault("GITHUB_REPOSITORY", "") + "/actions/runs/" + id)
                .or(() -> Optional.ofNullable(environment.get("CI_JOB_URL")));
        Optional<String> commit = Optional.ofNullable(environment.get("GITHUB_SHA"))
                .or(() -> Optional.ofNullable(environment.get("CI_COMMIT_SHA")));
        return new ReportContext(Instant.now(), Version.read(), run, commit, tags);
    }

    private Map<Path, Reports> files(Console console) throws UsageException, IOException {
        Map<Path, Reports> files = new LinkedHashMap<>();
        for (String report : each()) {
            int equals = report.indexOf('=');
            String word = equals < 0 ? report : report.substring(0, equals);
            Reports form = Reports.of(word)
                    .orElseThrow(() -> new UsageException("--report " + report + ": expected FORM=FILE, where FORM is"
                            + " one of " + String.join(", ", Reports.words())
                            + Nearest.to(word, Reports.words())
                                    .map(near -> ". Did you mean \"" + near + "\"?")
                                    .orElse("")));
            if (equals < 0 || equals == report.length() - 1) {
                throw new UsageException("--report " + report + ": names no file. Fix: --report " + form + "=FILE");
            }
            Path file = absolute(console, report.substring(equals + 1));
            requireInside(console.directory(), file, report);
            if (Files.isDirectory(file)) {
                throw new UsageException("--report " + report + ": is a folder, expected a file to write");
            }
            if (files.put(file, form) != null) {
                throw new UsageException("--report " + report + ": another report goes to the same file");
            }
        }
        return files;
    }

    private List<String> each() throws UsageException {
        List<String> each = reports().stream()
                .flatMap(text -> SEPARATOR.splitAsStream(text))
                .map(String::strip)
                .map(report -> report.replaceFirst(",$", ""))
                .filter(report -> !report.isEmpty())
                .toList();
        if (each.isEmpty() && !reports().isEmpty()) {
            throw new UsageException("--report names no report. Fix: --report sarif=FILE");
        }
        return each;
    }

    private static Path absolute(Console console, String file) {
        return console.path(file).toAbsolutePath().normalize();
    }

    /** A pull request may bring a link, so it is the real folder that counts, and what a link in a file's place leads to. */
    private void requireInside(Path directory, Path file, String report) throws UsageException, IOException {
        boolean allowed = allowOutside.getValue();
        if (allowed) {
            return;
        }
        Path inside = directory.toRealPath();
        if (!file.startsWith(directory.toAbsolutePath().normalize()) && !file.startsWith(inside)) {
            throw outside(report);
        }
        Path there = file;
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        boolean dangling = !Files.exists(there);
        if (dangling || !there.toRealPath().startsWith(inside)) {
            throw outside(report);
        }
    }

    private static UsageException outside(String report) {
        return new UsageException("--report " + report + ": leads out of the working directory. Fix: --allow-outside,"
                + " or a file below it");
    }
}
