package dev.multiarch.cli;

import dev.multiarch.advise.Advised;
import dev.multiarch.advise.DockerCheck;
import dev.multiarch.cli.console.Annotation;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.RunnerLog;
import dev.multiarch.cli.console.Terminal;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.json.Json;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.report.Reports;
import dev.multiarch.report.TagMoves;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What advise answers. */
final class AdvicePrinter {
    private static final String SCHEMA = "dev.multiarch.advice/v1";
    private static final int LARGEST_SUMMARY = 1 << 18;

    private final Console console;
    private final OutputOptions output;
    private final Advised advised;
    private final boolean assumed;

    /** @param assumed whether nobody said which platforms are planned */
    AdvicePrinter(Console console, OutputOptions output, Advised advised, boolean assumed) {
        this.console = console;
        this.output = output;
        this.advised = advised;
        this.assumed = assumed;
    }

    /** @param edits whether the edits are the answer */
    int print(boolean edits) throws IOException, UsageException {
        Verdict verdict = advised.verdict();
        console.step().output("verdict", verdict.outcome().toString());
        console.step().summary(() -> Reports.markdown(verdict, TagMoves.UNCHECKED, LARGEST_SUMMARY));
        console.step()
                .annotateLines(verdict.findings().stream()
                        .filter(finding -> finding.outcome() == Outcome.FAIL)
                        .filter(finding -> finding.origin().isPresent())
                        .map(this::annotation)
                        .toList());
        if (output.format() == Format.JSON) {
            output.answer(console, Json.write(json()));
        } else if (edits) {
            requireSafe(advised.diff());
            output.answer(console, advised.diff());
            if (!output.quiet()) {
                console.say(text(false).stripTrailing());
            }
        } else {
            boolean colour = output.file().isEmpty() && Terminal.takesColour(console.environment());
            output.answer(console, text(colour));
        }
        return ExitCode.of(verdict.outcome());
    }

    /** An edit with a character missing can't be applied, so nothing of it is neutralised. */
    private void requireSafe(String diff) throws UsageException {
        String plain = diff.replace('\t', ' ').replace("\r\n", "\n");
        boolean odd = plain.lines()
                .anyMatch(line -> !Printable.line(line.replace("::", "")).equals(line.replace("::", "")));
        boolean obeyed = RunnerLog.obeys(diff) && RunnerLog.isRead(console.environment());
        if (output.file().isEmpty() && (odd || obeyed)) {
            throw new UsageException(
                    "the edit holds characters that a terminal or a runner would obey. Fix: --output FILE");
        }
    }

    private Annotation annotation(Finding finding) {
        var place = finding.origin().orElseThrow();
        String fix = finding.fix().isEmpty() ? "" : ". Fix: " + finding.fix();
        return new Annotation(
                finding.severity() == Severity.ERROR,
                inRepository(place.file()),
                place.line(),
                place.column(),
                finding.rule(),
                finding.message() + fix);
    }

    /** A step may work in a folder of the repository. */
    private String inRepository(String file) {
        String workspace = console.environment().getOrDefault("GITHUB_WORKSPACE", "");
        Path path = console.path(file).toAbsolutePath().normalize();
        return !workspace.isEmpty() && path.startsWith(Path.of(workspace))
                ? Path.of(workspace).relativize(path).toString()
                : file;
    }

    private String text(boolean colour) {
        var text = new StringBuilder(Reports.text(advised.verdict(), colour));
        if (!advised.others().isEmpty()) {
            text.append("\nDocker's own checks say in addition:\n");
            advised.others()
                    .forEach(check -> text.append("  ")
                            .append(Printable.line(check.place() + " " + check.rule() + ": " + check.detail()
                                    + (check.url().isEmpty() ? "" : " (" + check.url() + ")")))
                            .append('\n'));
        }
        int fixed = advised.fixed();
        if (fixed > 0) {
            text.append(fixed == 1 ? "1 finding has an edit" : fixed + " findings have an edit")
                    .append(": multiarch advise --fix prints ")
                    .append(fixed == 1 ? "it\n" : "them\n");
        }
        if (assumed) {
            text.append(
                    "No platform was named, so linux/amd64 and linux/arm64 are assumed: --platforms names others\n");
        }
        return text.toString();
    }

    private Map<String, Object> json() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("platformsAssumed", assumed);
        root.put(
                "verdict", Json.read(Reports.json(advised.verdict()), "verdict").members());
        root.put(
                "dockerChecks",
                advised.others().stream().map(AdvicePrinter::check).toList());
        root.put("edits", advised.diff());
        root.put("edited", advised.fixed());
        return root;
    }

    private static Map<String, Object> check(DockerCheck check) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", check.place().file());
        json.put("line", check.place().line());
        json.put("rule", check.rule());
        json.put("detail", check.detail());
        json.put("url", check.url());
        return json;
    }
}
