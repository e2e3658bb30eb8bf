package dev.multiarch.cli;

import dev.multiarch.advise.Advise;
import dev.multiarch.advise.Advised;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.advice.AssumedPlatforms;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.report.TagMoves;
import dev.multiarch.text.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class AdviseCommand implements Command {
    private static final String PRESET = "dockerfile";
    private static final Duration BUDGET = Duration.ofMinutes(2);

    private final Console console;
    private final PolicyOptions policies = new PolicyOptions(PolicyOptions.Use.DOCKERFILE);
    private final ReportOptions reports = new ReportOptions();
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = new OutputOptions();

    private final PositionalParamSpec files = PositionalParamSpec.builder()
            .paramLabel("DOCKERFILE")
            .description(
                    "Dockerfiles, or folders with one; - for standard input. By default ./Dockerfile or ./Containerfile.")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .index("0..*")
            .initialValue(List.of())
            .build();

    private final OptionSpec platforms = Options.texts(
            "--platforms",
            "LIST",
            "The platforms that are built. By default those that a policy requires, else linux/amd64 and linux/arm64.");

    private final OptionSpec fix = Options.flag(
            "--fix", "Print the edits of what can be edited, as a unified diff for git apply. Nothing is written.");

    private final OptionSpec checkBases = Options.flag(
            "--check-bases", "Ask registries what base images with a digest are: an index, or one platform's image.");

    private final OptionSpec dockerChecks = Options.flag(
            "--docker-checks",
            "Run Docker's own checks on a builder as well. A # syntax= line of the Dockerfile runs its frontend there.");

    private final OptionSpec builder =
            Options.text("--builder", "NAME", "The builder for --docker-checks; the current one by default.");

    AdviseCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Says what keeps Dockerfiles from building well for several platforms, with file and line. Needs no docker."
                                + " Judges by the preset dockerfile, unless a policy that is named has rules of its own on Dockerfiles.",
                        "multiarch advise",
                        "multiarch advise Dockerfile deploy --platforms linux/amd64,linux/arm64,linux/arm/v7",
                        "multiarch advise --policy release.yaml --report sarif=advice.sarif",
                        "multiarch advise --fix --output fix.diff",
                        "multiarch advise --check-bases --format json")
                .addPositional(files)
                .addMixin("What is looked at", Options.group(platforms, fix, checkBases, dockerChecks, builder))
                .addMixin(PolicyOptions.HEADING, policies.spec())
                .addMixin(ReportOptions.HEADING, reports.spec())
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        reports.check(console, output);
        List<Dockerfile> read = DockerfileArguments.read(console, "advise", files.getValue());
        List<Policy> named = policies.areNamed() ? policies.read(console) : List.of();
        List<Platform> planned = planned(named);
        boolean assumed = planned.isEmpty();
        var wishes = new Advise.Wishes(checkBases.getValue(), dockerChecks.getValue(), Options.given(builder));
        Advised advised = new Advise(registries.tools(console, output, BUDGET), wishes)
                .run(read, assumed ? AssumedPlatforms.USUAL : planned, judges(named));
        boolean edits = fix.getValue();
        int exit = new AdvicePrinter(console, output, advised, assumed).print(edits);
        return reports.write(console, advised.verdict(), TagMoves.UNCHECKED, exit);
    }

    /** Those that ask something of Dockerfiles; the preset where none does. */
    private List<Policy> judges(List<Policy> named) throws InvalidPolicy {
        List<Policy> judges = new ArrayList<>(named);
        judges.removeIf(policy ->
                policy.asked().stream().noneMatch(asked -> asked.rule() instanceof Rule.OfDockerfile<?>));
        if (judges.isEmpty()) {
            judges.add(PolicyReader.read(PRESET, console.directory().toAbsolutePath()));
        }
        return judges;
    }

    /** Empty where nobody says. */
    private List<Platform> planned(List<Policy> named) {
        List<String> lists = platforms.getValue();
        Set<Platform> planned = new LinkedHashSet<>();
        lists.stream()
                .flatMap(text -> Words.list(text).stream())
                .map(KnownPlatforms::parse)
                .forEach(planned::add);
        if (planned.isEmpty()) {
            planned.addAll(Rules.requiredBy(named));
        }
        return List.copyOf(planned);
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
