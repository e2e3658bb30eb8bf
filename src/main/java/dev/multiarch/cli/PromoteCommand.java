package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.cli.options.EngineOptions;
import dev.multiarch.cli.options.JournalOptions;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Policy;
import dev.multiarch.publish.GivenVerdict;
import dev.multiarch.publish.JudgedPromotion;
import dev.multiarch.publish.Tags;
import dev.multiarch.report.VerdictFile;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "promote",
        description =
                "Judges an index that was pushed by digest. If the verdict is good, moves tags to it, only forwards, and"
                        + " reads them back.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  multiarch promote ghcr.io/org/app@sha256:… --tag 1.2,latest --policy release.yaml",
            "  multiarch merge --no-promote --policy release.yaml --report json=verdict.json",
            "  multiarch promote ghcr.io/org/app@sha256:… --tag 1.2 --policy release.yaml --verdict verdict.json",
            "  multiarch promote ghcr.io/org/app@sha256:… --tag 1.2 --unjudged 'rollback, incident 42'"
        })
final class PromoteCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(10);

    private final Console console;

    @Parameters(paramLabel = "REPO@DIGEST", description = "What the tags are to point to.")
    String reference;

    @Option(
            names = "--tag",
            required = true,
            paramLabel = "TAGS",
            description = "Tags of the image, or full references, separated by commas or lines. Repeatable.")
    List<String> tags;

    @Option(names = "--allow-older", description = "Let a tag go back to an index that was created earlier.")
    boolean allowOlder;

    @Option(
            names = "--builder",
            paramLabel = "NAME",
            description = "The buildx builder whose registry settings imagetools takes; the current one by default.")
    Optional<String> builder;

    @Option(
            names = "--verdict",
            paramLabel = "FILE",
            description =
                    "Do not judge again: take this verdict in JSON, which must be on this digest, by these policies,"
                            + " and have passed. It is not signed, so take it only from a job that you trust.")
    Optional<String> verdict;

    @Option(
            names = "--unjudged",
            paramLabel = "REASON",
            description = "Do not judge at all. The reason stands in the answer, the job summary and the journal.")
    Optional<String> unjudged;

    @Option(
            names = "--records",
            paramLabel = "STORE",
            description =
                    "A folder of build records; without it host and build facts come from the index's annotations.")
    Optional<String> records;

    @Mixin
    PolicyOptions policies;

    @Mixin
    EngineOptions engines;

    @Mixin
    ToolOptions registries;

    @Mixin
    ReportOptions reports;

    @Mixin
    JournalOptions journal;

    @Mixin
    OutputOptions output;

    PromoteCommand(Console console) {
        this.console = console;
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        Reference judged = Reference.parse(reference);
        if (judged.digest().isEmpty()) {
            throw new UsageException("\"" + reference + "\" names no digest: what was judged is a digest, a tag may"
                    + " have moved since. Fix: give " + judged.name() + "@sha256:…");
        }
        List<Reference> parsed = Tags.parse(judged, tags);
        if (parsed.isEmpty()) {
            throw new UsageException("--tag names no tag");
        }
        reports.check(console, output);
        JudgedPromotion.Basis basis = basis();
        Session tools = registries.tools(console, output, BUDGET).with(journal.open(console));
        JudgedPromotion.Promoted promoted = new JudgedPromotion(tools)
                .run(new JudgedPromotion.Request(judged, parsed, allowOlder, engines.engine, builder, basis));
        int exit = ResultPrinter.promoted(console, output, promoted);
        return promoted.verdict().isPresent()
                ? reports.write(console, promoted.verdict().get(), ResultPrinter.moves(promoted), exit)
                : exit;
    }

    private JudgedPromotion.Basis basis() throws InvalidPolicy, UsageException, IOException {
        if (unjudged.isPresent()) {
            return insisting(unjudged.get());
        }
        List<Policy> judges = policies.read(console);
        if (verdict.isEmpty()) {
            return new JudgedPromotion.Judge(judges, Records.facts(console, records));
        }
        reports.refuse("--verdict names one that is written already. Fix: leave out --report");
        if (records.isPresent()) {
            throw new UsageException("--records can't be combined with --verdict, as nothing is judged then");
        }
        Path file = Workspace.reading(console, "--verdict", verdict.get());
        if (Files.size(file) > VerdictFile.LARGEST) {
            throw new FormatException("--verdict " + verdict.get() + " is larger than 16 MiB, so it is not a verdict");
        }
        var read = VerdictFile.read(Files.readAllBytes(file), "--verdict " + verdict.get());
        return new JudgedPromotion.Given(new GivenVerdict(verdict.get(), read), judges);
    }

    private JudgedPromotion.Basis insisting(String reason) throws UsageException {
        reports.refuse("--unjudged makes none");
        if (verdict.isPresent() || records.isPresent() || policies.isGiven()) {
            throw new UsageException("--unjudged can't be combined with --policy, --require, --verdict or --records,"
                    + " as nothing is judged then. Fix: leave out --unjudged, or those");
        }
        return new JudgedPromotion.Unjudged(reason.strip());
    }

    @Override
    public boolean verbose() {
        return output.verbose;
    }
}
