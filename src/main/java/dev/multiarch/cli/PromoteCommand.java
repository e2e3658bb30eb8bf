package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.InputFile;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.EngineOptions;
import dev.multiarch.cli.options.FileOptions;
import dev.multiarch.cli.options.JournalOptions;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.cli.options.SignOptions;
import dev.multiarch.cli.options.TagOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.publish.GivenVerdict;
import dev.multiarch.publish.JudgedPromotion;
import dev.multiarch.publish.SingleTag;
import dev.multiarch.publish.Tags;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.report.Reports;
import dev.multiarch.signature.Insistence;
import dev.multiarch.smoke.Smoke;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class PromoteCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(10);
    private static final int LARGEST_VERDICT = 16 << 20;

    private final Console console;
    private final TagOptions tags = TagOptions.needed();
    private final PolicyOptions policies = new PolicyOptions(PolicyOptions.Use.TAG);
    private final EngineOptions engines = new EngineOptions();
    private final SignOptions signing = new SignOptions();
    private final ReportOptions reports = new ReportOptions();
    private final ToolOptions registries = new ToolOptions();
    private final JournalOptions journal = new JournalOptions();
    private final OutputOptions output = new OutputOptions();

    private final PositionalParamSpec reference =
            Options.operand("REPO@DIGEST", "The index that the tags will point to.");

    private final OptionSpec verdict = Options.text(
            "--verdict",
            "FILE",
            "Do not judge again: use this verdict in JSON. It must be on this digest, by these policies, and must have passed. It is not signed, so use it only from a job that you trust.");

    private final OptionSpec unjudged = Options.text(
            "--unjudged",
            "REASON",
            "Do not judge at all. The reason (at most 1,000 characters) is shown in the answer, the job summary and the journal. Of --policy only immutable-tags counts then. With --attest the reason is attached to the index, and with --verdict the verdict that failed.");

    private final OptionSpec records = Records.judging();

    PromoteCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Judges an index that was pushed by digest. If the verdict is good, moves tags to it, only forwards, and"
                                + " reads them back.",
                        "multiarch promote ghcr.io/org/app@sha256:… --tag 1.2,latest --policy release.yaml",
                        "multiarch merge --no-promote --policy release.yaml --report json=verdict.json",
                        "multiarch promote ghcr.io/org/app@sha256:… --tag 1.2 --policy release.yaml --verdict verdict.json",
                        "multiarch promote ghcr.io/org/app@sha256:… --tag 1.2 --unjudged 'rollback, incident 42'")
                .addPositional(reference)
                .addMixin(TagOptions.HEADING, tags.spec())
                .addMixin(PolicyOptions.HEADING, policies.spec())
                .addMixin("What is judged", Options.group(verdict, unjudged, records))
                .addMixin(SignOptions.HEADING, signing.spec())
                .addMixin(ReportOptions.HEADING, reports.spec())
                .addMixin(FileOptions.HEADING, Options.group(journal.option()))
                .addMixin(EngineOptions.HEADING, engines.spec())
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        String given = reference.getValue();
        Reference judged = Reference.parse(given);
        if (judged.digest().isEmpty()) {
            throw new UsageException("\"" + given + "\" names no digest: what was judged is a digest, a tag may"
                    + " have moved since. Fix: give " + judged.name() + "@sha256:…");
        }
        List<Reference> parsed = Tags.parse(judged, tags.tags());
        if (parsed.isEmpty()) {
            throw new UsageException("--tag contains no tag. Fix: --tag TAG, such as --tag 1.2");
        }
        List<SingleTag> singles = tags.singles(judged, parsed);
        reports.check(console, output);
        Session tools = registries.tools(console, output, BUDGET).with(journal.open(console));
        signing.requireVerdict(
                Options.given(verdict).isEmpty() || Options.given(unjudged).isPresent());
        signing.on(console, tools, false);
        JudgedPromotion.Basis basis = basis(tools);
        Optional<ObjectStore> store = store(tools);
        store.ifPresent(shared -> JournalOptions.share(tools, shared));
        tools.with(tags.intents().place(console, tools, meeting(tools, store)));
        tools.with(Smoke.unlessRecorded(tools, engines.builder()));
        JudgedPromotion.Promoted promoted = new JudgedPromotion(tools)
                .run(new JudgedPromotion.Request(
                        judged, parsed, tags.allowOlder(), engines.engine(), engines.builder(), basis, singles));
        int exit = ResultPrinter.promoted(console, output, promoted);
        Optional<Verdict> reported = basis instanceof JudgedPromotion.Given earlier
                ? Optional.of(earlier.verdict().verdict())
                : promoted.verdict();
        return reported.isPresent()
                ? reports.write(console, reported.get(), ResultPrinter.moves(promoted), exit)
                : exit;
    }

    private Optional<ObjectStore> store(Session tools) throws IOException, UsageException {
        Optional<String> named = Options.given(records);
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(Records.store(console, tools, named.get()).objects());
    }

    /** Without --records the folder of merges, if there is one here: they left their intents in it. */
    private Optional<ObjectStore> meeting(Session tools, Optional<ObjectStore> named)
            throws IOException, UsageException {
        return named.isPresent() || !Files.isDirectory(console.path(Records.DEFAULT))
                ? named
                : Optional.of(Records.store(console, tools, Records.DEFAULT).objects());
    }

    private JudgedPromotion.Basis basis(Session tools) throws InvalidPolicy, UsageException, IOException {
        Optional<String> unjudged = Options.given(this.unjudged);
        Optional<String> verdict = Options.given(this.verdict);
        Optional<String> records = Options.given(this.records);
        if (unjudged.isPresent()) {
            return insisting(unjudged.get(), verdict);
        }
        List<Policy> judges = policies.read(console);
        if (verdict.isEmpty()) {
            return new JudgedPromotion.Judge(judges, Records.facts(console, tools, records));
        }
        return new JudgedPromotion.Given(given(verdict.get()), judges);
    }

    private GivenVerdict given(String name) throws UsageException, IOException {
        byte[] bytes = InputFile.read(console, "--verdict", name, LARGEST_VERDICT + 1);
        if (bytes.length > LARGEST_VERDICT) {
            throw new FormatException("--verdict " + name + " is larger than 16 MiB, so it is not a verdict");
        }
        return new GivenVerdict(name, Reports.read(bytes, "--verdict " + name));
    }

    private JudgedPromotion.Basis insisting(String reason, Optional<String> verdict)
            throws UsageException, InvalidPolicy, IOException {
        reports.refuse("with --unjudged nothing is judged. Fix: leave out --report. What became of the tags is written"
                + " by --format json --output FILE");
        if (policies.requires()) {
            throw new UsageException(
                    "--unjudged can't be combined with --require, as nothing is judged then. Fix: leave"
                            + " out one of them");
        }
        if (verdict.isPresent() && !signing.attests()) {
            throw new UsageException(
                    "--unjudged can be combined with --verdict only where --attest attaches that verdict,"
                            + " as nothing is judged then. Fix: leave out one of them, or give --attest too");
        }
        String line = Printable.line(reason.strip().replaceAll("\\s+", " "));
        if (line.length() > Insistence.LONGEST) {
            throw new UsageException("--unjudged: the reason has " + line.length() + " characters, expected at most "
                    + Insistence.LONGEST + ". Fix: give a short reason, and the address of a page that says more");
        }
        Optional<GivenVerdict> against = verdict.isPresent() ? Optional.of(given(verdict.get())) : Optional.empty();
        return new JudgedPromotion.Unjudged(line, policies.areNamed() ? policies.read(console) : List.of(), against);
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
