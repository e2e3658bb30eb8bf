package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.Terminal;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.publish.Merge;
import dev.multiarch.publish.Promote;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.report.Reports;
import dev.multiarch.report.TagsReport;
import dev.multiarch.verify.VerifyTags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What commands answer, as text and as JSON, and the exit code that goes with it. */
final class ResultPrinter {
    /** In characters: a runner drops a summary of more than 1 MiB whole, and other steps of the job want room too. */
    private static final int LARGEST_SUMMARY = 1 << 18;

    private ResultPrinter() {}

    static int verdict(Console console, OutputOptions output, Verdict verdict) throws IOException {
        tell(console, verdict, "");
        if (output.format == Format.JSON) {
            output.answer(console, Reports.json(verdict));
        } else {
            output.answer(console, Reports.text(verdict, colour(console, output)));
        }
        return ExitCode.of(verdict.outcome());
    }

    static int tags(
            Console console,
            OutputOptions output,
            String repository,
            String pattern,
            List<Policy> judges,
            List<VerifyTags.Row> rows)
            throws IOException {
        var report = new TagsReport(
                repository,
                pattern,
                Verdict.Judged.of(judges),
                rows.stream()
                        .map(row -> new TagsReport.Tag(
                                row.tag(), row.digest(), row.outcome(), row.verdict(), row.failure(), row.artifact()))
                        .toList());
        console.step().output("verdict", report.outcome().toString());
        console.step().annotate(report.reasons());
        if (output.format == Format.JSON) {
            output.answer(console, report.json());
        } else {
            output.answer(console, report.text());
        }
        return ExitCode.of(report.outcome());
    }

    /** @param layouts the folder of the record store, where nothing is pushed */
    static void built(Console console, OutputOptions output, BuildRecord record, Optional<Path> layouts)
            throws IOException {
        Optional<Path> layout =
                layouts.map(store -> store.resolve(record.layout().orElseThrow()));
        if (layout.isPresent()) {
            console.step().output("layout", layout.get().toString());
        }
        if (output.format == Format.JSON) {
            output.answer(console, record.write());
            return;
        }
        String image = record.image() + "@" + record.digest().orElseThrow();
        String where =
                layout.map(folder -> ", not pushed, in the layout " + folder).orElse("");
        output.answer(console, record.platform() + ": image " + image + where + ", record " + record.key() + "\n");
    }

    static int merged(Console console, OutputOptions output, Merge.Merged merged) throws IOException {
        String moves = merged.layout()
                .map(layout ->
                        "nothing was pushed and no tag was moved; the image is in the OCI layout " + layout + "\n")
                .orElseGet(() -> moves(merged.verdict().outcome(), merged.moved()));
        tell(console, merged.verdict(), moves);
        if (merged.layout().isPresent()) {
            console.step().output("layout", merged.layout().get());
        }
        if (output.format == Format.JSON) {
            Map<String, Object> root = new LinkedHashMap<>();
            root.put("schema", "dev.multiarch.merge/v1");
            root.put("image", merged.candidate().name());
            root.put("digest", merged.candidate().digest().orElseThrow().toString());
            merged.layout().ifPresent(layout -> root.put("layout", layout));
            root.put("tags", tags(merged.moved()));
            root.put(
                    "verdict",
                    Json.read(Reports.json(merged.verdict()), "verdict").members());
            output.answer(console, Json.write(root));
        } else {
            String text = Reports.text(merged.verdict(), colour(console, output));
            output.answer(console, text + moves);
        }
        return ExitCode.of(merged.verdict().outcome());
    }

    static int moved(Console console, OutputOptions output, Reference judged, List<Promote.Moved> moved)
            throws IOException {
        console.step().output("digest", judged.digest().orElseThrow().toString());
        console.step().summary("Tags", moves(Outcome.PASS, moved));
        if (output.format == Format.JSON) {
            Map<String, Object> root = new LinkedHashMap<>();
            root.put("schema", "dev.multiarch.promote/v1");
            root.put("image", judged.name());
            root.put("digest", judged.digest().orElseThrow().toString());
            root.put("tags", tags(moved));
            output.answer(console, Json.write(root));
        } else {
            output.answer(console, moves(Outcome.PASS, moved));
        }
        return ExitCode.FINE;
    }

    private static void tell(Console console, Verdict verdict, String moves) throws IOException {
        if (verdict.digest().isPresent()) {
            console.step().output("digest", verdict.digest().get().toString());
        }
        console.step().output("verdict", verdict.outcome().toString());
        console.step().summary(() -> Reports.markdown(verdict, LARGEST_SUMMARY));
        console.step().annotate(reasons(verdict));
        if (!moves.isEmpty()) {
            console.step().summary("Tags", moves);
        }
    }

    /** What made the verdict what it is, a sentence each. */
    private static List<String> reasons(Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR && finding.outcome() == verdict.outcome())
                .filter(finding -> finding.outcome() != Outcome.PASS)
                .map(finding -> finding.rule()
                        + finding.platform()
                                .map(platform -> " [" + platform + "]")
                                .orElse("") + " " + finding.message()
                        + (finding.fix().isEmpty() ? "" : ". Fix: " + finding.fix()))
                .toList();
    }

    private static List<Map<String, Object>> tags(List<Promote.Moved> moved) {
        return moved.stream()
                .map(move -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("tag", move.tag().toString());
                    move.before().ifPresent(before -> row.put("before", before.toString()));
                    row.put("after", move.after().toString());
                    row.put("moved", move.why().isEmpty());
                    if (!move.why().isEmpty()) {
                        row.put("why", move.why());
                    }
                    return row;
                })
                .toList();
    }

    private static String moves(Outcome verdict, List<Promote.Moved> moved) {
        if (moved.isEmpty()) {
            return verdict == Outcome.PASS ? "no tag was asked for\n" : "no tag was moved\n";
        }
        var text = new StringBuilder();
        for (Promote.Moved move : moved) {
            String from = move.before().map(before -> " (was " + before + ")").orElse(" (new)");
            text.append(
                    move.why().isEmpty()
                            ? move.tag() + " now points to " + move.after() + from + "\n"
                            : move.tag() + " stays at " + move.after() + ": " + move.why() + "\n");
        }
        return text.toString();
    }

    /** Colour only where a person looks at a terminal. */
    private static boolean colour(Console console, OutputOptions output) {
        return output.output.isEmpty() && Terminal.takesColour(console.environment());
    }
}
