package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.options.FileOptions;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.cli.options.PlanOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.Policy;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class PlanCommand implements Command {
    private final Console console;
    private final PlanOptions options = new PlanOptions();
    private final PolicyOptions policies = new PolicyOptions();
    private final OutputOptions output = OutputOptions.withMatrix();

    private final OptionSpec plan = Options.text(
            "--plan", "FILE", PlanFile.DEFAULT, "The plan file to write (default: " + PlanFile.DEFAULT + ").");

    PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Makes the plan of a build from a list of platforms and a map of runners. The merge takes"
                                + " exactly the planned"
                                + " legs. --format github prints the matrix for a workflow.",
                        "multiarch plan --image ghcr.io/org/app --platforms linux/amd64,linux/arm64,linux/arm/v7",
                        "multiarch plan --image ghcr.io/org/app --platforms linux/amd64,linux/arm64 --format github",
                        "multiarch plan --image ghcr.io/org/app --platforms linux/arm64 --runners"
                                + " linux/arm64=my-arm-runner")
                .addMixin(PlanOptions.HEADING, options.spec())
                .addMixin(PolicyOptions.HEADING, policies.spec())
                .addMixin(FileOptions.HEADING, Options.group(plan))
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        List<Policy> judges = policies.areNamed() ? policies.read(console) : List.of();
        Plan made = options.plan(console, judges);
        byte[] file = made.write();
        PlanFile.write(console, plan.getValue(), file);
        console.step().output("plan", made.line());
        console.step().output("matrix", made.matrix());
        switch (output.format()) {
            case JSON -> output.answer(console, file);
            case GITHUB -> output.answer(console, made.matrix() + "\n");
            default -> output.answer(console, text(made));
        }
        return ExitCode.FINE;
    }

    private String text(Plan made) {
        var text = new StringBuilder(
                "plan " + made.id() + " of " + made.image().name() + ", written to " + plan.getValue() + "\n");
        for (Plan.Leg leg : made.legs()) {
            text.append(String.format(
                    "  %-16s on %s%s%n", leg.platform(), leg.runner(), leg.emulated() ? " (emulated)" : ""));
        }
        return text.toString();
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
