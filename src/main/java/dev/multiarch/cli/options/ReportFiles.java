package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Failure;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.process.FileOutput;
import dev.multiarch.text.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The files that {@code --report} names, and in which form each is to be written.
 *
 * @param <F> the forms; each prints itself as people write it
 */
public final class ReportFiles<F> {
    /**
     * A comma separates if white space, or the next report's FORM=, follows. Any other comma belongs to the file's name, so
     * that {@code html=a,b.html} stays one report.
     */
    private static final Pattern SEPARATOR = Pattern.compile("[\\r\\n]+|,(?=\\s|[A-Za-z-]+=)");

    private final List<F> forms;
    private final String example;
    private final OptionSpec reports;

    private final OptionSpec allowOutside =
            Options.flag("--allow-outside", "Allow --report to write outside the working directory.");

    /**
     * @param example a form, for messages
     * @param description of the option
     */
    public ReportFiles(List<F> forms, String example, String description) {
        this.forms = List.copyOf(forms);
        this.example = example;
        this.reports = Options.texts("--report", "FORM=FILE", description);
    }

    public CommandSpec spec() {
        return Options.group(reports, allowOutside);
    }

    public boolean areWanted() {
        List<String> given = reports.getValue();
        return !given.isEmpty();
    }

    /** Before anything is done, so that nobody waits for an answer that can't be written down. */
    public void check(Console console, OutputOptions output) throws UsageException, IOException {
        Optional<Path> answer = output.file().map(file -> absolute(console, file));
        for (Path file : files(console).keySet()) {
            if (answer.filter(file::equals).isPresent()) {
                throw new UsageException("--report and --output both go to " + file);
            }
        }
    }

    /**
     * Each file is replaced whole or not at all. What can't be written keeps nobody from the other reports.
     *
     * @return whether all are written
     */
    public boolean write(Console console, Function<F, byte[]> writer) throws IOException, UsageException {
        boolean written = true;
        for (Map.Entry<Path, F> report : files(console).entrySet()) {
            try {
                FileOutput.replace(report.getKey(), writer.apply(report.getValue()));
            } catch (IOException e) {
                written = false;
                console.error("--report " + report.getValue() + "=" + report.getKey() + ": " + Failure.message(e));
            }
        }
        return written;
    }

    private Map<Path, F> files(Console console) throws UsageException, IOException {
        Map<Path, F> files = new LinkedHashMap<>();
        for (String report : each()) {
            int equals = report.indexOf('=');
            F form = form(report, equals < 0 ? report : report.substring(0, equals));
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

    private F form(String report, String word) throws UsageException {
        List<String> words = forms.stream().map(F::toString).toList();
        return forms.stream()
                .filter(form -> form.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageException("--report " + report + ": expected FORM=FILE, where FORM is"
                        + " one of " + String.join(", ", words)
                        + Nearest.to(word, words)
                                .map(near -> ". Did you mean \"" + near + "\"?")
                                .orElse("")));
    }

    private List<String> each() throws UsageException {
        List<String> given = reports.getValue();
        List<String> each = given.stream()
                .flatMap(text -> SEPARATOR.splitAsStream(text))
                .map(String::strip)
                .map(report -> report.replaceFirst(",$", ""))
                .filter(report -> !report.isEmpty())
                .toList();
        if (each.isEmpty() && areWanted()) {
            throw new UsageException("--report names no report. Fix: --report " + example + "=FILE");
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
