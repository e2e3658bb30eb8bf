package dev.multiarch.cli;

import dev.multiarch.archive.PastBuilds;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.Failure;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.FileOptions;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.cli.options.PlanOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.plan.Forecast;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlannedPlatforms;
import dev.multiarch.policy.Policy;
import dev.multiarch.record.RecordStore;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class PlanCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(2);

    private final Console console;
    private final PlanOptions options = PlanOptions.ofMany();
    private final PlatformSources sources = new PlatformSources();
    private final PolicyOptions policies = new PolicyOptions(PolicyOptions.Use.IF_NAMED);
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = OutputOptions.withMatrix();

    private final OptionSpec plan = Options.text(
            "--plan", "FILE", PlanFile.DEFAULT, "The plan file to write (default: " + PlanFile.DEFAULT + ").");

    private final OptionSpec records = Options.text(
            "--records",
            "STORE",
            "Say how long each leg will take, by the build records in this store, and which will exceed a limit of the"
                    + " policy: oci://REGISTRY/REPOSITORY, gs://BUCKET/PREFIX or a folder. The matrix then has the longest"
                    + " legs first.");

    PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Makes the plan of a build from platforms and a map of runners. The merge takes exactly the planned"
                                + " legs. --format github prints the matrix for a workflow.",
                        "multiarch plan --image ghcr.io/org/app --platforms linux/amd64,linux/arm64,linux/arm/v7",
                        "multiarch plan --image ghcr.io/org/app --policy release.yaml",
                        "multiarch plan --image ghcr.io/org/app --platforms linux/amd64,linux/arm64 --format github",
                        "multiarch plan --image ghcr.io/org/app --platforms-of-base Dockerfile --require linux/arm64",
                        "kubectl get nodes -o json | multiarch plan --image ghcr.io/org/app --platforms-of-nodes -",
                        "multiarch plan --bake docker-bake.hcl --target app --target worker --format json",
                        "multiarch plan --image ghcr.io/org/app --platforms linux/arm64 --runners"
                                + " linux/arm64=my-arm-runner",
                        "multiarch plan --image ghcr.io/org/app --platforms linux/arm64,linux/arm/v7 --runners"
                                + " 'linux/arm*=boards' --modes linux/arm64=native",
                        "multiarch plan --image ghcr.io/org/app --platforms linux/arm64 --records oci://ghcr.io/org/records")
                .addMixin(PlanOptions.HEADING, options.specWithModes())
                .addMixin(PlatformSources.HEADING, sources.spec())
                .addMixin(PolicyOptions.HEADING, policies.spec())
                .addMixin(FileOptions.HEADING, Options.group(plan, records))
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        List<Policy> judges = policies.areNamed() ? policies.read(console) : List.of();
        Session tools = registries.tools(console, output, BUDGET);
        if (!sources.bakeFiles(console).isEmpty()) {
            return new BakePlans(console, options, sources, output)
                    .run(judges, tools, plan.getValue(), Options.given(records));
        }
        Plan made = options.plan(console, judges, sources.platforms(console, options.named(), judges, tools));
        byte[] file = made.write();
        PlanFile.write(console, plan.getValue(), file);
        console.step().output("plan", made.line());
        PlannedPlatforms.warnings(made, judges).forEach(warning -> console.say("warning: " + warning));
        Optional<Forecast> forecast = forecast(made, tools);
        forecast.ifPresent(
                expected -> expected.warnings(judges).forEach(warning -> console.say("warning: " + warning)));
        String matrix = forecast.map(Forecast::matrix).orElseGet(made::matrix);
        console.step().output("matrix", matrix);
        console.step().output("merges", made.merges());
        switch (output.format()) {
            case JSON -> output.answer(console, file);
            case GITHUB -> output.answer(console, matrix + "\n");
            default -> output.answer(console, text(made, forecast));
        }
        return ExitCode.FINE;
    }

    /** Nobody waits in vain for a build because nothing can be expected of it: a store that does not answer is a warning. */
    private Optional<Forecast> forecast(Plan made, Session tools) throws IOException, UsageException {
        Optional<String> store = Options.given(records);
        if (store.isEmpty()) {
            return Optional.empty();
        }
        try (RecordStore opened = Records.store(console, tools, store.get())) {
            PastBuilds past =
                    PastBuilds.of(opened, made.image().name(), made.platforms(), Forecast.LAST, tools.status());
            past.problems().forEach(problem -> console.say("warning: " + problem));
            return past.builds().isEmpty() ? Optional.empty() : Optional.of(new Forecast(made, past));
        } catch (IOException e) {
            console.say("warning: no times are expected, as the build records can't be read: " + Failure.message(e));
            return Optional.empty();
        }
    }

    private String text(Plan made, Optional<Forecast> forecast) {
        String head = "plan " + made.id() + " of " + made.image().name() + ", written to " + plan.getValue() + "\n";
        return head
                + forecast.map(expected -> expected.text(Instant.now().truncatedTo(ChronoUnit.SECONDS)))
                        .orElseGet(() -> made.legs().stream()
                                .map(leg -> leg.line() + "\n")
                                .collect(Collectors.joining()));
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
