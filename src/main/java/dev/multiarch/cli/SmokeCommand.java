package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.cli.options.SmokeOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.registry.Source;
import dev.multiarch.report.TagMoves;
import dev.multiarch.smoke.Smoke;
import dev.multiarch.step.Session;
import dev.multiarch.verify.Verify;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class SmokeCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(2);
    private static final Set<String> RULE = Set.of("image.smoke");

    private final Console console;
    private final SmokeOptions options = new SmokeOptions();
    private final PolicyOptions policies = new PolicyOptions(PolicyOptions.Use.COMMANDS);
    private final ReportOptions reports = new ReportOptions();
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = new OutputOptions();

    private final PositionalParamSpec reference = Options.operand(
            "REF", "The image: repo:tag or repo@sha256:…, in a registry that the builder reaches, or oci:DIR[:tag].");

    SmokeCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Runs a command in the image of each platform, on a builder: without Docker, a network or a shell in the"
                                + " image. Without a command, what the image itself starts. With --policy, the commands of"
                                + " image.smoke there. Exit code 1 if one fails, 3 if one could not be run.",
                        "multiarch smoke ghcr.io/org/app:1.2 -- /app --version",
                        "multiarch smoke ghcr.io/org/app:1.2 --entrypoint --same-output -- --version",
                        "multiarch smoke ghcr.io/org/app:1.2 --contains 1.2 --time-limit 10s --builder ci -- /app --version",
                        "multiarch smoke ghcr.io/org/app:1.2 --policy smoke.yaml --format json")
                .addPositional(reference)
                .addMixin(SmokeOptions.HEADING, options.spec())
                .addMixin(PolicyOptions.HEADING, policies.spec())
                .addMixin(ReportOptions.HEADING, reports.spec())
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        reports.check(console, output);
        List<Policy> judges = judges(rest);
        Session tools = registries.tools(console, output, BUDGET);
        tools.with(new Smoke(tools, options.builder()));
        try (Source source = registries.source(console, tools, reference.getValue())) {
            Verdict verdict;
            try (var status = new StatusLine(console, output)) {
                verdict = new Verify(tools.telling(status)).run(source, judges, Optional.empty());
            }
            int exit = ResultPrinter.verdict(console, output, verdict);
            return reports.write(console, verdict, TagMoves.UNCHECKED, exit);
        }
    }

    private List<Policy> judges(List<String> words) throws Exception {
        List<Policy> judges = new ArrayList<>();
        if (policies.isGiven()) {
            for (Policy policy : policies.read(console)) {
                policy.only(RULE).ifPresent(judges::add);
            }
            if (judges.isEmpty()) {
                throw new UsageException(
                        "no policy says what to run: none has image.smoke. Fix: multiarch policy explain"
                                + " image.smoke shows how, or give a command after --");
            }
        }
        if (judges.isEmpty() || !words.isEmpty() || options.areGiven()) {
            judges.add(options.policy(words));
        }
        return judges;
    }

    @Override
    public String restLabel() {
        return "[-- COMMAND]";
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
