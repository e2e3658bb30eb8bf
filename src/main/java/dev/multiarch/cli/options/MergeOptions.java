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
import dev.multiarch.publish.source.SourceRequest;
import dev.multiarch.record.Attempts;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How legs become an index, and which tags it gets. */
public final class MergeOptions {
    /** What of the facts goes into the index that everybody can read. */
    enum Facts {
        ANNOTATIONS,
        NONE
    }

    public static final String HEADING = "Tags and index";

    private final TagOptions tags = TagOptions.optional();

    private final OptionSpec noPromote =
            Options.flag("--no-promote", "Stop before the tags: push by digest and judge.");

    private final OptionSpec facts = Options.choice(
            "--facts",
            Facts.ANNOTATIONS,
            "Write facts about host and build into the annotations of the index (default), or only into the records.",
            List.of(Facts.values()));

    private final OptionSpec layout = Options.text(
            "--layout",
            "DIR",
            "With --no-push, the folder for the merged OCI layout (" + PushOptions.LAYOUT
                    + "). An existing layout is replaced.");

    private final EngineOptions engines = new EngineOptions();

    /** Which tags move, and what the index holds. */
    public CommandSpec spec() {
        return Options.group(
                tags.tags,
                tags.singles,
                noPromote,
                tags.allowOlder,
                tags.intents().option(),
                facts,
                layout);
    }

    public IntentOptions intents() {
        return tags.intents();
    }

    public EngineOptions engines() {
        return engines;
    }

    /** Whether or not they are to move. */
    public List<Reference> namedTags(Plan plan) {
        return Tags.parse(plan.image(), tags.tags());
    }

    /** @param noPush then no tag moves, whichever are named, so that a pull request needs no other options */
    public List<Reference> parsedTags(Plan plan, boolean noPush) {
        boolean stops = noPush || (boolean) noPromote.getValue();
        List<Reference> parsed = namedTags(plan);
        if (parsed.isEmpty() && !stops) {
            throw new FormatException("no tag is named. Fix: give --tag 1.2, or --no-promote to stop before the tags,"
                    + " or --no-push to write nothing to the registry");
        }
        tags.singles(plan.image(), parsed);
        return stops ? List.of() : parsed;
    }

    public Optional<Layouts> layouts(Console console, FileOptions files, PushOptions push)
            throws IOException, UsageException {
        if (push.noPush() && engines.engine() == EngineChoice.IMAGETOOLS) {
            throw new UsageException("--engine imagetools can't be combined with --no-push, because it can only"
                    + " write to registries. Fix: leave out --engine");
        }
        return push.layouts(console, files, Options.given(layout));
    }

    public Merge.Request request(
            Plan plan,
            Attempts attempts,
            List<Policy> policies,
            Optional<Layouts> layouts,
            Optional<String> builder,
            Optional<SourceRequest> sources) {
        List<Reference> named = parsedTags(plan, layouts.isPresent());
        return new Merge.Request(
                plan,
                attempts,
                policies,
                named,
                facts.getValue() == Facts.ANNOTATIONS,
                tags.allowOlder(),
                builder,
                engines.engine(),
                layouts,
                sources,
                named.isEmpty() ? List.of() : tags.singles(plan.image(), named));
    }
}
