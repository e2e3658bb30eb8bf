package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.options.FileOptions;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.ImageListOptions;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.RebuildOptions;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.StaleOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.rebuild.Cause;
import dev.multiarch.rebuild.Rebuild;
import dev.multiarch.rebuild.RebuildAnswer;
import dev.multiarch.rebuild.RebuildJson;
import dev.multiarch.rebuild.RebuildPlan;
import dev.multiarch.rebuild.RebuildText;
import dev.multiarch.rebuild.VulnerableBases;
import dev.multiarch.record.RecordStore;
import dev.multiarch.step.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class RebuildCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(30);

    private final Console console;
    private final ImageListOptions images = new ImageListOptions();
    private final StaleOptions stale = new StaleOptions();
    private final PolicyOptions policies = new PolicyOptions(PolicyOptions.Use.IF_NAMED);
    private final RebuildOptions options = new RebuildOptions();
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = OutputOptions.withMatrix();

    private final OptionSpec explain =
            Options.flag("--explain", "Show the fresh platforms as well, and the base images of each.");

    private final OptionSpec timings = OutputOptions.timings();

    RebuildCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Looks which platforms of published images are stale, and plans exactly those: a base image moved for that"
                                + " platform, a policy no longer passes, it is too old. Each plan builds the commit that the image"
                                + " was built from; merge keeps the other platforms as they are. Where nothing is stale the matrix"
                                + " is empty, with exit code 0.",
                        "multiarch rebuild ghcr.io/org/app:1.2 --explain",
                        "multiarch rebuild ghcr.io/org/app --tags 'v1.*' --max-age 30d --format github",
                        "multiarch rebuild --file images.txt --policy release.yaml --max-legs 8 --max-minutes 120",
                        "multiarch rebuild ghcr.io/org/app:latest --revision HEAD")
                .addPositional(images.operands())
                .addMixin(ImageListOptions.HEADING, images.spec())
                .addMixin(StaleOptions.HEADING, stale.spec())
                .addMixin(PolicyOptions.HEADING, policies.spec())
                .addMixin(RebuildOptions.HEADING, options.spec())
                .addMixin(FileOptions.HEADING, options.files())
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec(List.of(explain, timings)));
    }

    @Override
    public int run(List<String> rest) throws Exception {
        List<Policy> judges = policies.areNamed() ? policies.read(console) : List.of();
        VulnerableBases vulnerable = stale.vulnerable(console);
        Set<Cause> causes = stale.causes(!judges.isEmpty());
        Session tools = registries.tools(console, output, BUDGET);
        Instant now = Instant.now();
        RebuildAnswer answer;
        try (var status = new StatusLine(console, output)) {
            List<Reference> wanted = images.read(console, tools);
            RecordStore store = Records.existingOrDefault(console, tools, options.records());
            answer = new Rebuild(tools.telling(status).with(store))
                    .run(new Rebuild.Request(
                            wanted,
                            images.byPattern(),
                            store,
                            options.recordsAreNamed(),
                            causes,
                            stale.maxAge(),
                            judges,
                            stale.knownBad(console),
                            vulnerable,
                            stale.onUnknown(),
                            options.runners(),
                            options.revision(console),
                            options.commits(console),
                            options.budget(),
                            now));
        }
        for (RebuildPlan each : answer.plans()) {
            PlanFile.write(console, file(each), each.plan().write());
        }
        print(answer, now);
        if (timings.getValue()) {
            TimingLines.print(console, tools.timings());
        }
        return answer.complete() ? ExitCode.FINE : ExitCode.UNKNOWN;
    }

    private void print(RebuildAnswer answer, Instant now) throws Exception {
        console.step().output("legs", Long.toString(answer.legs()));
        console.step().output("matrix", RebuildJson.matrix(answer));
        console.step().output("merges", RebuildJson.merges(answer));
        String text = new RebuildText(answer, explain.getValue(), now).text();
        console.step().summary("Rebuild", text);
        if (output.format() == Format.JSON) {
            output.answer(console, RebuildJson.write(answer));
        } else if (output.format() == Format.GITHUB) {
            // The matrix is empty both where nothing is stale and where nothing could be read.
            answer.unread().forEach(one -> console.say("warning: " + one.reference() + ": unknown, " + one.why()));
            output.answer(console, RebuildJson.matrix(answer) + "\n");
        } else {
            var next = new StringBuilder();
            answer.plans()
                    .forEach(each -> next.append("\nTo build ")
                            .append(each.image().name())
                            .append(" again:\n")
                            .append(RebuildText.next(each, file(each))));
            output.answer(console, text + next);
        }
    }

    private String file(RebuildPlan each) {
        return options.plans() + "/" + each.plan().id() + ".json";
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
