package dev.multiarch.cli;

import dev.multiarch.build.BakedLeg;
import dev.multiarch.build.BuildContext;
import dev.multiarch.build.BuildTool;
import dev.multiarch.build.CacheTargets;
import dev.multiarch.build.LegRequest;
import dev.multiarch.build.NativeCheck;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.cli.options.BuildOptions;
import dev.multiarch.cli.options.FileOptions;
import dev.multiarch.cli.options.LegOptions;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.PushOptions;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.Platform;
import dev.multiarch.plan.Baked;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.Policy;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordStore;
import dev.multiarch.step.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class BuildCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(10);

    private final Console console;
    private final LegOptions legs = new LegOptions();
    private final FileOptions files = new FileOptions();
    private final PushOptions push = new PushOptions();
    private final BuildOptions options = new BuildOptions();
    private final ToolOptions registries = new ToolOptions();
    private final PolicyOptions policies = new PolicyOptions(PolicyOptions.Use.COMMANDS);
    private final OutputOptions output = new OutputOptions();

    private final OptionSpec builder =
            Options.text("--builder", "NAME", "The buildx builder; the current one by default.");

    private final OptionSpec variables = PlatformSources.variables();

    BuildCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Builds one leg of the plan with docker buildx, buildah or podman, pushes it by digest, and"
                                + " writes its build record.\n"
                                + "Write the context and any flag of docker buildx build after --. Of a plan of a bake file, write"
                                + " flags alone: its target says the rest.",
                        "multiarch build --platform linux/arm64 -- .",
                        "multiarch build --plan plan.json --platform linux/arm/v7 --records records -- . --build-arg"
                                + " VERSION=1.2",
                        "multiarch build --platform linux/arm64 --record-arg VERSION -- . --build-arg VERSION=1.2",
                        "multiarch build --plan .multiarch/plan-app.json --platform linux/arm64",
                        "multiarch build --plan .multiarch/plan-app.json --platform linux/arm64 --var TAG=1.2",
                        "multiarch build --platform linux/arm64 --timeout 1h --step-timeout 10m -- .",
                        "multiarch build --platform linux/arm64 --no-push -- .")
                .addMixin(BuildOptions.HEADING, options.spec(legs.platform(), push.option(), builder, variables))
                .addMixin("Commands to run in its image (image.smoke)", policies.spec())
                .addMixin(FileOptions.HEADING, files.spec().addOption(legs.attempt()))
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> words) throws Exception {
        output.requireNoMatrix();
        Plan planned = PlanFile.read(console, files.plan());
        Platform leg = legs.leg(planned);
        Session tools = registries.tools(console, output, BUDGET);
        for (String file : planned.bake().map(Baked::files).orElse(List.of())) {
            Workspace.readingFile(console, "the plan's bake file", file); // buildx quotes what is in it
        }
        var baked = new BakedLeg(tools, console.directory(), variables.getValue());
        return run(planned, leg, tools, baked.arguments(planned, leg, words));
    }

    private int run(Plan planned, Platform leg, Session tools, List<String> rest) throws Exception {
        BuildContext.check(console.directory(), rest);
        files.warn(console, rest);
        List<Policy> judges = policies.isGiven() ? policies.read(console) : List.of();
        options.recorded(rest);
        RecordStore store = Records.store(console, tools, push.records(files));
        push.tell(tools, files);
        BuildTool tool = options.tool();
        if (!push.noPush() && tool == BuildTool.BUILDX) {
            new CacheTargets(tools).check(planned.image(), List.of(leg), List.of(), rest);
        }
        options.requireNoBuilder(Options.given(builder));
        Optional<String> used =
                options.builder(tools, planned.image(), List.of(leg), Options.given(builder), registries.insecure());
        new NativeCheck(tools, tool).check(planned, leg, used);
        Optional<Path> layouts = push.legs(console, files);
        var request = new LegRequest(
                planned.image(),
                planned.id(),
                leg,
                legs.number(),
                legs.lowest(console),
                used,
                rest,
                layouts,
                planned.labels(),
                planned.checkout().epoch(),
                options.recorded(rest));
        Consumer<String> lines = line -> output.program(console, line);
        BuildRecord record = options.legs(console, tools, store, judges).run(request, lines);
        ResultPrinter.built(console, output, record, layouts);
        return ExitCode.FINE;
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
