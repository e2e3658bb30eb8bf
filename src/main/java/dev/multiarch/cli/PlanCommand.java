package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.cli.options.PlanOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.Policy;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "plan",
        description =
                "Turns a platform list and a runner map into the plan file that builds and the merge are held against."
                        + " --format github prints the matrix for a workflow.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  multiarch plan --image ghcr.io/org/app --platforms linux/amd64,linux/arm64,linux/arm/v7",
            "  multiarch plan --image ghcr.io/org/app --platforms linux/amd64,linux/arm64 --format github",
            "  multiarch plan --image ghcr.io/org/app --platforms linux/arm64 --runners linux/arm64=my-arm-runner"
        })
final class PlanCommand implements Command {
    private final Console console;

    @Mixin
    PlanOptions options;

    @Mixin
    PolicyOptions policies;

    @Mixin
    OutputOptions output;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            defaultValue = PlanFile.DEFAULT,
            description = "The plan file to write (${DEFAULT-VALUE}).")
    String plan;

    PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public int run(List<String> rest) throws Exception {
        boolean named = !policies.policies.isEmpty() || !policies.required.isEmpty();
        List<Policy> judges = named ? policies.read(console) : List.of();
        Plan made = options.plan(console, judges);
        byte[] file = made.write();
        PlanFile.write(console, plan, file);
        console.step().output("plan", made.line());
        console.step().output("matrix", made.matrix());
        console.step().summary("Plan", text(made));
        switch (output.format) {
            case JSON -> output.answer(console, file);
            case GITHUB -> output.answer(console, made.matrix() + "\n");
            default -> output.answer(console, text(made));
        }
        return ExitCode.FINE;
    }

    private String text(Plan made) {
        var text =
                new StringBuilder("plan " + made.id() + " of " + made.image().name() + ", written to " + plan + "\n");
        for (Plan.Leg leg : made.legs()) {
            text.append(String.format(
                    "  %-16s on %s%s%n", leg.platform(), leg.runner(), leg.emulated() ? " (emulated)" : ""));
        }
        return text.toString();
    }

    @Override
    public boolean verbose() {
        return output.verbose;
    }
}
