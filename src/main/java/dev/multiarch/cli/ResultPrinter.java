package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.Failure;
import dev.multiarch.cli.console.Terminal;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.publish.JudgedPromotion;
import dev.multiarch.publish.Merge;
import dev.multiarch.publish.Promotion;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.report.ImageReports;
import dev.multiarch.report.ImageVerdicts;
import dev.multiarch.report.Reports;
import dev.multiarch.report.TagMoves;
import dev.multiarch.report.TagsReport;
import dev.multiarch.report.VerdictReasons;
import dev.multiarch.step.Refused;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.Printable;
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
        StepReport telling = tell(console, verdict, verdict.digest(), TagMoves.UNCHECKED, "");
        if (output.format() == Format.JSON) {
            output.answer(console, json(console, verdict));
        } else {
            output.answer(console, Reports.text(verdict, colour(console, output)));
        }
        return telling.exit(ExitCode.of(verdict.outcome()));
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
        if (output.format() == Format.JSON) {
            output.answer(console, report.json());
        } else {
            output.answer(console, report.text());
        }
        return ExitCode.of(report.outcome());
    }

    /** @param failed the exit code that goes with what could not be read, {@link ExitCode#FINE} if all was read */
    static int images(Console console, OutputOptions output, ImageVerdicts images, int failed) throws IOException {
        var reports = new ImageReports(images);
        var telling = new StepReport(console);
        telling.output("verdict", images.outcome().toString());
        telling.summary(() -> reports.markdown(LARGEST_SUMMARY));
        console.step().annotate(reports.reasons());
        if (output.format() == Format.JSON) {
            output.answer(console, reports.json(ReportOptions.context(console.environment(), TagMoves.UNCHECKED)));
        } else {
            output.answer(console, reports.text(colour(console, output)));
        }
        return telling.exit(ExitCode.worse(ExitCode.of(images.outcome()), failed));
    }

    /** @param layouts the folder of the record store, where nothing is pushed */
    static void built(Console console, OutputOptions output, BuildRecord record, Optional<Path> layouts)
            throws IOException {
        Optional<Path> layout =
                layouts.map(store -> store.resolve(record.layout().orElseThrow()));
        if (layout.isPresent()) {
            console.step().output("layout", layout.get().toString());
        }
        if (output.format() == Format.JSON) {
            output.answer(console, record.write());
            return;
        }
        String image = record.image() + "@" + record.digest().orElseThrow();
        String where =
                layout.map(folder -> ", not pushed, in the layout " + folder).orElse("");
        output.answer(console, record.platform() + ": image " + image + where + ", record " + record.key() + "\n");
    }

    static int merged(Console console, OutputOptions output, Merge.Merged merged) throws IOException {
        var tags = new PromotionText(merged.promotion(), merged.candidate());
        String moves = merged.layout()
                .map(layout -> "nothing was pushed and no tag was moved; the image is in the OCI layout " + layout
                        + "\nnot judged: whether the registry accepts the image, and whether the tags may move\n")
                .orElseGet(() -> tags.lines(merged.verdict().outcome()));
        Optional<Digest> held = Optional.of(merged.promotion().held(merged.candidate()));
        StepReport telling = tell(console, merged.verdict(), held, moves(merged), moves);
        if (merged.layout().isPresent()) {
            telling.output("layout", merged.layout().get());
        }
        if (output.format() == Format.JSON) {
            Map<String, Object> root = head("dev.multiarch.merge/v1", merged.candidate(), merged.promotion());
            merged.layout().ifPresent(layout -> root.put("layout", layout));
            merged.sources().ifPresent(sources -> root.put("sources", SourcesJson.of(sources)));
            tags.into(root);
            root.put("verdict", members(console, merged.verdict()));
            output.answer(console, Json.write(root));
        } else {
            output.answer(console, Reports.text(merged.verdict(), colour(console, output)) + moves);
        }
        return telling.exit(exit(console, output, merged.verdict().outcome(), merged.promotion()));
    }

    /** What the first sentence of a report says of tags. */
    static TagMoves moves(Merge.Merged merged) {
        return merged.layout().isPresent()
                ? new TagMoves(true, false, "nothing was pushed, and no tag moved")
                : new PromotionText(merged.promotion(), merged.candidate())
                        .moves(merged.verdict().outcome());
    }

    static TagMoves moves(JudgedPromotion.Promoted promoted) {
        return new PromotionText(promoted.promotion(), promoted.candidate())
                .moves(promoted.verdict().map(Verdict::outcome).orElse(Outcome.PASS));
    }

    static int promoted(Console console, OutputOptions output, JudgedPromotion.Promoted promoted) throws IOException {
        Outcome outcome = promoted.verdict().map(Verdict::outcome).orElse(Outcome.PASS);
        var tags = new PromotionText(promoted.promotion(), promoted.candidate());
        Digest held = promoted.promotion().held(promoted.candidate());
        var lines = new StringBuilder(tags.lines(outcome));
        PromotionText.basis(promoted.basis())
                .forEach(line -> lines.append(Printable.line(line)).append('\n'));
        StepReport telling = promoted.verdict()
                .map(verdict -> tell(console, verdict, Optional.of(held), tags.moves(outcome), lines.toString()))
                .orElseGet(() -> new StepReport(console)
                        .output("digest", held.toString())
                        .summary("Tags", lines.toString()));
        if (output.format() == Format.JSON) {
            Map<String, Object> root = head("dev.multiarch.promote/v1", promoted.candidate(), promoted.promotion());
            tags.into(root);
            if (promoted.basis() instanceof JudgedPromotion.Unjudged unjudged) {
                root.put("unjudged", unjudged.reason());
                unjudged.against().ifPresent(given -> root.put("verdictFile", given.name()));
            } else if (promoted.basis() instanceof JudgedPromotion.Given given) {
                root.put("verdictFile", given.verdict().name());
            }
            promoted.verdict().ifPresent(verdict -> root.put("verdict", members(console, verdict)));
            output.answer(console, Json.write(root));
        } else {
            String verdict = promoted.verdict()
                    .map(judged -> Reports.text(judged, colour(console, output)))
                    .orElse("");
            output.answer(console, verdict + lines);
        }
        return telling.exit(exit(console, output, outcome, promoted.promotion()));
    }

    private static Map<String, Object> head(String schema, Reference candidate, Promotion promotion) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", schema);
        root.put("image", candidate.name());
        root.put("digest", promotion.held(candidate).toString());
        root.put("candidate", candidate.digest().orElseThrow().toString());
        return root;
    }

    private static Object members(Console console, Verdict verdict) {
        return Json.read(json(console, verdict), "verdict").members();
    }

    private static byte[] json(Console console, Verdict verdict) {
        return Reports.JSON.write(verdict, ReportOptions.context(console.environment(), TagMoves.UNCHECKED));
    }

    /** Of the verdict, unless moving the tags failed, which is said as any other error. */
    private static int exit(Console console, OutputOptions output, Outcome outcome, Promotion promotion) {
        return promotion
                .failure()
                .map(failure -> Failure.report(console, shown(failure, promotion, output), output.verbose()))
                .orElseGet(() -> ExitCode.of(outcome));
    }

    /** The answer as text says already where each tag points. */
    private static Exception shown(Exception failure, Promotion promotion, OutputOptions output) {
        if (output.format() == Format.JSON
                || output.file().isPresent()
                || promotion.brief().isEmpty()) {
            return failure;
        }
        return failure instanceof Refused ? new Refused(promotion.brief()) : new StepFailed(promotion.brief(), failure);
    }

    private static StepReport tell(
            Console console, Verdict verdict, Optional<Digest> named, TagMoves tags, String moves) {
        var telling = new StepReport(console);
        named.ifPresent(digest -> telling.output("digest", digest.toString()));
        telling.output("verdict", verdict.outcome().toString());
        telling.summary(() -> Reports.markdown(verdict, tags, LARGEST_SUMMARY));
        console.step().annotate(VerdictReasons.of(verdict));
        return moves.isEmpty() ? telling : telling.summary("Tags", moves);
    }

    /** Colour only where a person looks at a terminal. */
    private static boolean colour(Console console, OutputOptions output) {
        return output.file().isEmpty() && Terminal.takesColour(console.environment());
    }
}
