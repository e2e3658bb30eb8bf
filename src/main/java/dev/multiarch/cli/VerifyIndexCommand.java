package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.Failure;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.NamedImages;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.cli.options.RunOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.read.OptionPolicies;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.report.ImageVerdicts;
import dev.multiarch.report.TagMoves;
import dev.multiarch.step.Session;
import dev.multiarch.text.Glob;
import dev.multiarch.verify.RecordedFacts;
import dev.multiarch.verify.Verify;
import dev.multiarch.verify.VerifyImages;
import dev.multiarch.verify.VerifyTags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class VerifyIndexCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(2);
    private static final Duration BUDGET_OF_MANY = Duration.ofMinutes(30);

    private final Console console;
    private final PolicyOptions policies = new PolicyOptions();
    private final ReportOptions reports = new ReportOptions();
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = new OutputOptions();

    private final NamedImages images = new NamedImages();

    private final OptionSpec tags = Options.text(
            "--tags",
            "PATTERN",
            "Judge all tags of the repository REF that match: * any characters, ? one character. Tags of charts, signatures and other artifacts are counted, but not judged.");

    private final OptionSpec records = Records.judging();

    private final RunOptions runs = new RunOptions();

    private final OptionSpec nodes = Options.text(
            "--nodes",
            "FILE",
            "The output of kubectl get nodes -o json (- for standard input): the image must have the platforms of these nodes.");

    private final OptionSpec timings = OutputOptions.timings();

    VerifyIndexCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Judges a published image against policies: an index with all its platforms, or a single image as one platform."
                                + " An artifact that is not an image, such as a Helm chart, is named: exit code 3, or 1 if a platform is required.",
                        "multiarch verify-index ghcr.io/org/app:1.2",
                        "multiarch verify-index alpine:3.22 --require linux/amd64,linux/arm64",
                        "multiarch verify-index ghcr.io/org/app@sha256:… --policy release.yaml --format json",
                        "multiarch verify-index ghcr.io/org/app:1.2 --report sarif=multiarch.sarif --report html=multiarch.html",
                        "kubectl get nodes -o json | multiarch verify-index ghcr.io/org/app:1.2 --nodes -",
                        "multiarch verify-index oci-archive:image.tar --require linux/amd64,linux/arm64",
                        "multiarch verify-index ghcr.io/org/app:1.2 alpine:3.22 --policy release.yaml",
                        "multiarch verify-index --file images.txt --report junit=multiarch.xml",
                        "multiarch verify-index ghcr.io/org/app --tags 'v1.*' --policy release.yaml",
                        "multiarch verify-index ghcr.io/org/app:1.2 --policy smoke.yaml --run --builder ci",
                        "multiarch verify-index localhost:5000/app:1 --policy host --records .multiarch/records")
                .addPositional(images.operands())
                .addMixin(PolicyOptions.HEADING, policies.spec())
                .addMixin(
                        "What is judged",
                        Options.group(images.file(), tags, nodes, records, runs.run(), runs.builder()))
                .addMixin(ReportOptions.HEADING, reports.spec())
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec(List.of(timings)));
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        reports.check(console, output);
        boolean many = images.areMany() || Options.given(tags).isPresent();
        Session session = registries.tools(console, output, many ? BUDGET_OF_MANY : BUDGET);
        Optional<Source> begun = many ? Optional.empty() : begun(session);
        List<Policy> judges = new ArrayList<>(policies.read(console));
        runs.check(judges);
        Optional<String> file = Options.given(nodes);
        if (file.isPresent()) {
            judges.add(OptionPolicies.covering(NodesFile.read(console, "--nodes", file.get())));
        }
        Session tools = runs.on(session);
        Optional<RecordedFacts> facts = Records.facts(console, tools, Options.given(records));
        tools.timings().ended("read policies");
        int exit = judge(tools, begun, judges, facts);
        tools.timings().ended("print");
        boolean timed = timings.getValue();
        if (timed) {
            TimingLines.print(console, tools.timings());
        }
        return exit;
    }

    /** Policies take as long to read as a registry takes to answer. A file is not opened before the options are checked. */
    private Optional<Source> begun(Session session) throws RegistryException {
        Optional<String> named = images.onlyInRegistry();
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Source source = registries.source(console, session, named.get());
        source.begin();
        return Optional.of(source);
    }

    private int judge(Session tools, Optional<Source> begun, List<Policy> judges, Optional<RecordedFacts> facts)
            throws Exception {
        Optional<String> pattern = Options.given(tags);
        if (pattern.isPresent()) {
            return tags(tools, new Glob(pattern.get()), judges, facts);
        }
        List<String> named = images.read(console);
        if (images.areMany()) {
            return many(tools, named, judges, facts);
        }
        return one(
                tools,
                begun.isPresent() ? begun.get() : registries.source(console, tools, named.get(0)),
                judges,
                facts);
    }

    private int one(Session tools, Source image, List<Policy> judges, Optional<RecordedFacts> facts) throws Exception {
        try (Source source = image) {
            Verdict verdict;
            try (var status = new StatusLine(console, output)) {
                verdict = new Verify(tools.telling(status)).run(source, judges, facts);
            }
            int exit = ResultPrinter.verdict(console, output, verdict);
            return reports.write(console, verdict, TagMoves.UNCHECKED, exit);
        }
    }

    private int many(Session tools, List<String> named, List<Policy> judges, Optional<RecordedFacts> facts)
            throws Exception {
        if (runs.isGiven()) {
            throw new UsageException(
                    "--run runs one image, and " + named.size() + " are named. Fix: verify-index --run for each image");
        }
        List<VerifyImages.Judged> judged;
        try (var status = new StatusLine(console, output)) {
            judged = new VerifyImages(tools.telling(status), each -> registries.source(console, tools, each))
                    .run(named, judges, facts);
        }
        int failed = ExitCode.FINE;
        for (VerifyImages.Judged each : judged) {
            failed = each.failure().isPresent()
                    ? ExitCode.worse(failed, Failure.code(each.failure().get()))
                    : failed;
        }
        ImageVerdicts all = new ImageVerdicts(
                Verdict.Judged.of(judges),
                judged.stream().map(VerifyIndexCommand::each).toList());
        int exit = ResultPrinter.images(console, output, all, failed);
        return reports.write(console, all, exit);
    }

    private static ImageVerdicts.Each each(VerifyImages.Judged judged) {
        return new ImageVerdicts.Each(
                judged.named(),
                judged.verdict(),
                judged.failure().map(Failure::message).orElse(""),
                judged.left());
    }

    private int tags(Session tools, Glob pattern, List<Policy> judges, Optional<RecordedFacts> facts) throws Exception {
        if (runs.isGiven()) {
            throw new UsageException(
                    "--run runs the images of one tag, and --tags names many. Fix: verify-index --run for each"
                            + " tag");
        }
        reports.refuse("--tags makes many verdicts. Fix: --format json, or verify-index for each tag");
        Reference repository = images.repository();
        var verify = new VerifyTags(tools);
        List<VerifyTags.Row> rows;
        try (var status = new StatusLine(console, output)) {
            List<String> names = verify.tags(repository, pattern);
            tools.timings().ended("list the tags");
            rows = new VerifyTags(tools.telling(status)).run(repository, names, judges, facts);
        }
        return ResultPrinter.tags(console, output, repository.name(), pattern.text(), judges, rows);
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
