package dev.multiarch.cli;

import dev.multiarch.build.BuildContext;
import dev.multiarch.build.BuildTool;
import dev.multiarch.build.CacheTargets;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.BuildOptions;
import dev.multiarch.cli.options.EngineOptions;
import dev.multiarch.cli.options.FileOptions;
import dev.multiarch.cli.options.JournalOptions;
import dev.multiarch.cli.options.MergeOptions;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.cli.options.PlanOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.PushOptions;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.cli.options.SignOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.Policy;
import dev.multiarch.publish.Layouts;
import dev.multiarch.publish.Merge;
import dev.multiarch.record.RecordStore;
import dev.multiarch.ship.Ship;
import dev.multiarch.smoke.Smoke;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class ShipCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(15);

    private final Console console;
    private final PlanOptions planning = new PlanOptions();
    private final BuildOptions building = new BuildOptions();
    private final PushOptions push = new PushOptions();
    private final MergeOptions merging = new MergeOptions();
    private final PolicyOptions policies = new PolicyOptions();
    private final FileOptions files = new FileOptions();
    private final SignOptions signing = new SignOptions();
    private final ReportOptions reports = new ReportOptions();
    private final ToolOptions registries = new ToolOptions();
    private final JournalOptions journal = new JournalOptions();
    private final OutputOptions output = new OutputOptions();
    private final OptionSpec jobs =
            Options.number("--jobs", "N", "How many legs are built at the same time; all of" + " them by default.");

    ShipCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Does all steps on this host: plans, builds the legs in parallel, merges, judges, moves the"
                                + " tags.\n"
                                + "Write the context and any flag of docker buildx build after --.",
                        "multiarch ship --image ghcr.io/org/app --tag 1.2,latest --platforms linux/amd64,linux/arm64"
                                + " -- .",
                        "multiarch ship --image ghcr.io/org/app --tag edge --platforms linux/amd64,linux/arm/v7"
                                + " --setup \\",
                        "  --policy release.yaml -- . --file deploy/Dockerfile --build-arg VERSION=edge",
                        "multiarch ship --image ghcr.io/org/app --platforms linux/amd64,linux/arm64 --no-push -- .")
                .addMixin(PlanOptions.HEADING, planning.spec())
                .addMixin(MergeOptions.HEADING, merging.spec())
                .addMixin(PolicyOptions.HEADING, policies.spec())
                .addMixin(BuildOptions.HEADING, building.spec(push.option(), jobs))
                .addMixin(SignOptions.HEADING, signing.spec())
                .addMixin(ReportOptions.HEADING, reports.spec())
                .addMixin(FileOptions.HEADING, files.spec().addOption(journal.option()))
                .addMixin(EngineOptions.HEADING, merging.engines().spec())
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        int most = atOnce();
        reports.check(console, output);
        List<Policy> judges = policies.read(console);
        Plan planned = planning.plan(console, judges);
        List<Reference> tags = merging.parsedTags(planned, push.noPush());
        if (!tags.isEmpty()) {
            policies.requireToday();
        }
        BuildContext.check(console.directory(), rest);
        Set<String> recorded = building.recorded(rest);
        Optional<Layouts> layouts = merging.layouts(console, files, push);
        Session tools = registries.tools(console, output, BUDGET).with(journal.open(console));
        RecordStore store = Records.store(console, tools, push.records(files));
        JournalOptions.share(tools, store.objects());
        signing.on(console, tools.with(store), push.noPush())
                .with(merging.intents().place(console, tools, Optional.of(store.objects())));
        push.tell(tools, files);
        tell(planned);
        files.warn(console, rest);
        if (!push.noPush() && building.tool() == BuildTool.BUILDX) {
            new CacheTargets(tools).check(planned.image(), planned.platforms(), tags, rest);
        }
        Optional<String> builder = building.builder(
                tools, planned.image(), planned.platforms(), merging.engines().builder(), registries.insecure());
        tools.with(Smoke.unlessRecorded(tools, builder));
        Merge.Merged merged = new Ship(tools, building.legs(console, tools, store, judges), store)
                .run(
                        new Ship.Request(planned, builder, rest, most, layouts.map(Layouts::store), recorded),
                        (platform, line) -> output.leg(console, platform, line),
                        attempts -> merging.request(planned, attempts, judges, layouts, builder, Optional.empty()));
        int exit = ResultPrinter.merged(console, output, merged);
        return reports.write(console, merged.verdict(), ResultPrinter.moves(merged), exit);
    }

    /** How many legs are built at the same time, where there are so many. */
    private int atOnce() throws UsageException {
        Optional<Integer> given = Options.given(jobs);
        if (given.filter(n -> n < 1).isPresent()) {
            throw new UsageException("--jobs " + given.get() + ": expected a number from 1");
        }
        building.requireNoBuilder(Optional.empty());
        boolean alone = building.tool() != BuildTool.BUILDX;
        if (alone && given.filter(n -> n > 1).isPresent()) {
            throw new UsageException("--jobs " + given.get() + ": "
                    + building.tool().word() + " builds one leg after another. Fix: leave it out");
        }
        return alone ? 1 : given.orElse(Integer.MAX_VALUE);
    }

    private void tell(Plan planned) throws IOException, UsageException {
        PlanFile.write(console, files.plan(), planned.write());
        console.step().output("plan", planned.line());
        console.step().output("matrix", planned.matrix());
    }

    @Override
    public String restLabel() {
        return "-- CONTEXT [BUILDX FLAGS]";
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
