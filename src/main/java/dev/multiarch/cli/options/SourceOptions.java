package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlanRequest;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.publish.commands.OtherTool;
import dev.multiarch.publish.source.PlatformSetting;
import dev.multiarch.publish.source.SourceName;
import dev.multiarch.publish.source.SourceRequest;
import dev.multiarch.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Images that an index takes in addition to the legs of a plan. */
public final class SourceOptions {
    public static final String HEADING = "Images from elsewhere";

    private final OptionSpec from = Options.texts(
            "--from",
            "REF",
            "Take all images of REF, an image or an index in any registry; with linux/arm64=REF that of one platform."
                    + " Signatures and attestations come along. Separated by commas or lines. Repeatable.");

    private final OptionSpec image = Options.text(
            "--image", "REPO", "The repository that gets the index, where there is no plan and everything is taken.");

    private final OptionSpec keepFrom = Options.text(
            "--keep-from",
            "REF",
            "Keep the entries of this index, as they are, for the platforms that neither the plan nor --from makes.");

    private final OptionSpec append = Options.flag(
            "--append", "Keep what --tag points to and add to it. A platform that is there already is refused.");

    private final OptionSpec remove =
            Options.texts("--remove", "PLATFORMS", "Leave these platforms out of what is taken or kept. Repeatable.");

    private final OptionSpec set = Options.texts(
            "--set",
            "PLATFORM:KEY=VALUE",
            "Set variant, os-version or os-features of an entry that is taken (linux/arm/v6:variant=v6). What the"
                    + " image's config contradicts is refused. Repeatable.");

    private final OptionSpec osVersion = Options.texts(
            "--os-version", "PLATFORM=VERSION", "Short for --set PLATFORM:os-version=VERSION. Repeatable.");

    private final OptionSpec order = Options.texts(
            "--order", "PLATFORMS", "Put these platforms first, in this order. Clients take the first that fits.");

    private final OptionSpec print = Options.choice(
            "--print-commands",
            "TOOL",
            "Write nothing, and print the equivalent commands of another tool: " + String.join(", ", OtherTool.words())
                    + ".",
            OtherTool.words());

    public CommandSpec spec() {
        return Options.group(from, image, keepFrom, append, remove, set, osVersion, order, print);
    }

    /** Whose commands are to be printed, in place of merging. */
    public Optional<OtherTool> print() {
        return Options.<String>given(print).map(OtherTool::parse);
    }

    /** The plan of the legs; where everything is taken from elsewhere, one without any. */
    public Plan plan(Console console, FileOptions files, List<Policy> policies) throws IOException, UsageException {
        Optional<String> repository = Options.given(image);
        if (repository.isPresent()) {
            Plan alone = PlanRequest.without(
                    repository.get(), Verdict.Judged.of(policies), console.environment(), Instant.now());
            requireNoPlanOf(alone.image(), console, files);
            return alone;
        }
        if (isGiven() && !Files.exists(console.path(files.plan()))) {
            throw new UsageException(
                    "there is no plan file " + files.plan() + ". Fix: give --image REPO to make an index"
                            + " of other images alone, or name the plan of the legs by --plan");
        }
        return PlanFile.read(console, files.plan());
    }

    /** A plan that is there and of this very image has legs, and nobody would miss them. */
    private static void requireNoPlanOf(Reference image, Console console, FileOptions files)
            throws IOException, UsageException {
        if (Files.exists(console.path(files.plan()))
                && PlanFile.read(console, files.plan()).image().equals(image)) {
            throw new UsageException(
                    files.plan() + " is a plan of " + image + ", and with --image its legs would be left"
                            + " out. Fix: leave out --image to merge them too, or remove that file");
        }
    }

    /** Options that can't be meant together. */
    public void requireSense(FileOptions files, PushOptions push) throws UsageException {
        boolean takes = !from.<List<String>>getValue().isEmpty()
                || Options.given(keepFrom).isPresent()
                || append.<Boolean>getValue();
        if (Options.given(image).isPresent() && !files.plan().equals(PlanFile.DEFAULT)) {
            throw new UsageException(
                    "--image can't be combined with --plan, which names the image. Fix: leave out one");
        }
        if (Options.given(image).isPresent() && !takes) {
            throw new UsageException("--image is for an index whose images come from elsewhere, and none is named. Fix:"
                    + " give --from, --keep-from or --append; or leave out --image to merge the legs of a plan");
        }
        if (isGiven() && push.noPush()) {
            throw new UsageException("--no-push can't be combined with images from elsewhere, which are copied to the"
                    + " registry. Fix: leave out --no-push, and give --no-promote to move no tag");
        }
    }

    /** Whether anything is asked for, so that no more than the legs of a plan would be wrong. */
    public boolean isGiven() {
        return List.of(from, remove, set, osVersion, order).stream()
                        .anyMatch(option -> !option.<List<String>>getValue().isEmpty())
                || Options.given(keepFrom).isPresent()
                || append.<Boolean>getValue();
    }

    /**
     * @param tags that are to move, or would if the merge didn't stop before
     * @return nothing where nothing is asked for
     */
    public Optional<SourceRequest> request(List<Reference> tags) throws UsageException {
        if (!isGiven()) {
            return Optional.empty();
        }
        List<PlatformSetting> settings = new ArrayList<>();
        set.<List<String>>getValue().forEach(text -> settings.add(PlatformSetting.parse(text)));
        osVersion.<List<String>>getValue().forEach(text -> settings.add(PlatformSetting.version(text)));
        return Optional.of(new SourceRequest(
                SourceName.list("--from", from.getValue()),
                settings,
                keep(tags),
                append.getValue(),
                platforms(remove),
                platforms(order)));
    }

    private Optional<Reference> keep(List<Reference> tags) throws UsageException {
        Optional<String> named = Options.given(keepFrom);
        if (!append.<Boolean>getValue()) {
            return named.map(
                    text -> SourceName.list("--keep-from", List.of(text)).get(0).reference());
        }
        if (named.isPresent()) {
            throw new UsageException(
                    "--append can't be combined with --keep-from, as both keep an index. Fix: leave out"
                            + " --append to replace platforms, or --keep-from to add to --tag");
        }
        if (tags.size() != 1) {
            throw new UsageException("--append adds to the index that --tag points to, so it takes one tag, found "
                    + tags.size() + ". Fix: give one --tag, and move the others by multiarch promote");
        }
        return Optional.of(tags.get(0));
    }

    private static List<Platform> platforms(OptionSpec option) {
        return option.<List<String>>getValue().stream()
                .flatMap(text -> Words.list(text).stream())
                .map(KnownPlatforms::parse)
                .distinct()
                .toList();
    }
}
