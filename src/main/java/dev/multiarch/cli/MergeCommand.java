package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.EngineOptions;
import dev.multiarch.cli.options.FileOptions;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.JournalOptions;
import dev.multiarch.cli.options.MergeOptions;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.PushOptions;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.cli.options.SignOptions;
import dev.multiarch.cli.options.SourceOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.Policy;
import dev.multiarch.publish.Layouts;
import dev.multiarch.publish.Merge;
import dev.multiarch.publish.commands.OtherTool;
import dev.multiarch.publish.source.SourceRequest;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.settings.Hosts;
import dev.multiarch.smoke.Smoke;
import dev.multiarch.step.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

final class MergeCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(10);

    private final Console console;
    private final MergeOptions options = new MergeOptions();
    private final SourceOptions sources = new SourceOptions();
    private final PolicyOptions policies = new PolicyOptions();
    private final FileOptions files = new FileOptions();
    private final PushOptions push = new PushOptions();
    private final SignOptions signing = new SignOptions();
    private final ReportOptions reports = new ReportOptions();
    private final ToolOptions registries = new ToolOptions();
    private final JournalOptions journal = new JournalOptions();
    private final OutputOptions output = new OutputOptions();

    MergeCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Merges exactly the planned legs into one index, pushes it by digest, judges it, then moves the tags.",
                        "multiarch merge --tag 1.2,latest --policy release.yaml",
                        "multiarch merge --tag 1.2 --policy release.yaml --sign --key cosign.key",
                        "multiarch merge --plan plan.json --records records --no-promote --format json",
                        "multiarch merge --no-push --layout image && multiarch inspect oci:image",
                        "multiarch merge --tag nightly --keep-from ghcr.io/org/app:nightly",
                        "multiarch merge --image ghcr.io/org/app --tag 1.2 \\",
                        "  --from ghcr.io/org/app:1.2-amd64,linux/arm64=quay.io/org/app:1.2",
                        "multiarch merge --tag 1.2 --print-commands imagetools")
                .addMixin(MergeOptions.HEADING, options.spec().addOption(push.option()))
                .addMixin(SourceOptions.HEADING, sources.spec())
                .addMixin(PolicyOptions.HEADING, policies.spec())
                .addMixin(FileOptions.HEADING, files.spec().addOption(journal.option()))
                .addMixin(SignOptions.HEADING, signing.spec())
                .addMixin(ReportOptions.HEADING, reports.spec())
                .addMixin(EngineOptions.HEADING, options.engines().spec())
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        reports.check(console, output);
        sources.requireSense(files, push);
        List<Policy> judges = policies.read(console);
        Plan planned = sources.plan(console, files, judges);
        if (!options.parsedTags(planned, push.noPush()).isEmpty()) {
            policies.requireToday();
        }
        Optional<SourceRequest> taken = sources.request(options.namedTags(planned));
        Session tools = registries.tools(console, output, BUDGET).with(journal.open(console));
        signing.on(console, tools, push.noPush());
        tools.with(Smoke.unlessRecorded(tools, options.engines().builder()));
        RecordStore store = Records.store(console, tools, files.records());
        JournalOptions.share(tools, store.objects());
        tools.with(store).with(options.intents().place(console, tools, Optional.of(store.objects())));
        Optional<Layouts> layouts = options.layouts(console, files, push);
        push.tell(tools, files);
        Merge.Request request = options.request(
                planned,
                planned.legs().isEmpty()
                        ? Attempts.of(List.of())
                        : Records.attempts(console, tools, push.records(files), planned),
                judges,
                layouts,
                options.engines().builder(),
                taken);
        if (sources.print().isPresent()) {
            return print(
                    tools, request, options.namedTags(planned), sources.print().get());
        }
        Merge.Merged merged;
        try (var status = new StatusLine(console, output)) {
            merged = new Merge(tools.telling(status)).run(request);
        }
        int exit = ResultPrinter.merged(console, output, merged);
        return reports.write(console, merged.verdict(), ResultPrinter.moves(merged), exit);
    }

    private int print(Session tools, Merge.Request request, List<Reference> tags, OtherTool tool) throws Exception {
        if (tags.isEmpty()) {
            throw new UsageException("--print-commands needs to know the tag. Fix: give --tag");
        }
        if (output.format() == Format.JSON) {
            throw new UsageException("--print-commands prints lines for a shell. Fix: leave out --format");
        }
        var hosts = new Hosts(Set.copyOf(registries.insecure()));
        List<String> lines = new Merge(tools).commands(request, tags, tool, hosts::mayBePlain);
        output.answer(console, String.join("\n", lines) + "\n");
        return ExitCode.FINE;
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
