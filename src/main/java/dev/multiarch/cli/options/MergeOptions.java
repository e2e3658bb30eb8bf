package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.Policy;
import dev.multiarch.publish.EngineChoice;
import dev.multiarch.publish.Layouts;
import dev.multiarch.publish.Merge;
import dev.multiarch.publish.Tags;
import dev.multiarch.record.Attempts;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How legs become an index, and which tags it gets. */
public final class MergeOptions {
    /** What of the facts goes into the index that everybody can read. */
    enum Facts {
        ANNOTATIONS,
        NONE
    }

    @Option(
            names = "--tag",
            paramLabel = "TAGS",
            description = "Tags of the image, or full references, separated by commas or lines. Repeatable.")
    List<String> tags = List.of();

    @Option(
            names = "--facts",
            defaultValue = "annotations",
            paramLabel = "annotations|none",
            description = "Whether the index carries host and build facts (default), or only the records do.")
    Facts facts;

    @Option(names = "--no-promote", description = "Stop before the tags: push by digest and judge.")
    boolean noPromote;

    @Option(names = "--allow-older", description = "Let a tag go back to an index that was created earlier.")
    boolean allowOlder;

    @Option(names = "--builder", paramLabel = "NAME", description = "The buildx builder; the current one by default.")
    public Optional<String> builder;

    @Option(
            names = "--layout",
            paramLabel = "DIR",
            description = "With --no-push, the folder for the merged OCI layout (" + PushOptions.LAYOUT
                    + "). A layout that is there is replaced.")
    Optional<String> layout;

    @Mixin
    EngineOptions engines;

    /** @param noPush then no tag moves, whichever are named, so that a pull request needs no other options */
    public List<Reference> parsedTags(Plan plan, boolean noPush) {
        List<Reference> parsed = Tags.parse(plan.image(), tags);
        if (parsed.isEmpty() && !noPromote && !noPush) {
            throw new FormatException("no tag is named. Fix: give --tag 1.2, or --no-promote to stop before the tags,"
                    + " or --no-push to write nothing to the registry");
        }
        return noPromote || noPush ? List.of() : parsed;
    }

    public Optional<Layouts> layouts(Console console, FileOptions files, PushOptions push)
            throws IOException, UsageException {
        if (push.noPush && engines.engine == EngineChoice.IMAGETOOLS) {
            throw new UsageException("--engine imagetools writes to registries only, so it can't be combined with"
                    + " --no-push. Fix: leave out --engine");
        }
        return push.layouts(console, files, layout);
    }

    public Merge.Request request(Plan plan, Attempts attempts, List<Policy> policies, Optional<Layouts> layouts) {
        return new Merge.Request(
                plan,
                attempts,
                policies,
                parsedTags(plan, layouts.isPresent()),
                facts == Facts.ANNOTATIONS,
                allowOlder,
                builder,
                engines.engine,
                layouts);
    }
}
