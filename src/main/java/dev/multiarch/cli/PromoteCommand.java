package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.EngineOptions;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.Promote;
import dev.multiarch.publish.Tags;
import dev.multiarch.step.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "promote",
        description =
                "Moves tags to an index that was pushed by digest and judged, only forwards, and reads them back.",
        footerHeading = "%nExample:%n",
        footer = "  multiarch promote ghcr.io/org/app@sha256:… --tag 1.2,latest")
final class PromoteCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(10);

    private final Console console;

    @Parameters(paramLabel = "REPO@DIGEST", description = "What was judged.")
    String reference;

    @Option(
            names = "--tag",
            required = true,
            paramLabel = "TAGS",
            description = "Tags of the image, or full references, separated by commas or lines. Repeatable.")
    List<String> tags;

    @Option(names = "--allow-older", description = "Let a tag go back to an index that was created earlier.")
    boolean allowOlder;

    @Option(
            names = "--builder",
            paramLabel = "NAME",
            description = "The buildx builder whose registry settings imagetools takes; the current one by default.")
    Optional<String> builder;

    @Mixin
    EngineOptions engines;

    @Mixin
    ToolOptions registries;

    @Mixin
    OutputOptions output;

    PromoteCommand(Console console) {
        this.console = console;
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        Reference judged = Reference.parse(reference);
        if (judged.digest().isEmpty()) {
            throw new UsageException("\"" + reference + "\" names no digest: what was judged is a digest, a tag may"
                    + " have moved since. Fix: give " + judged.name() + "@sha256:…");
        }
        List<Reference> parsed = Tags.parse(judged, tags);
        if (parsed.isEmpty()) {
            throw new UsageException("--tag names no tag");
        }
        Session tools = registries.tools(console, output, BUDGET);
        return ResultPrinter.moved(
                console, output, judged, new Promote(tools, engines.engine, builder).run(judged, parsed, allowOlder));
    }

    @Override
    public boolean verbose() {
        return output.verbose;
    }
}
