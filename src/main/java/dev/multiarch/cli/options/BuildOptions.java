package dev.multiarch.cli.options;

import dev.multiarch.build.Build;
import dev.multiarch.build.BuildTool;
import dev.multiarch.build.BuildahBuild;
import dev.multiarch.build.LegBuilder;
import dev.multiarch.build.Progress;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.emulation.Setup;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.Buildah;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.StopCommands;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.Session;
import dev.multiarch.text.Secrets;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How legs are built. */
public final class BuildOptions {
    public static final String HEADING = "Build";

    private final OptionSpec with = Options.choice(
            "--with",
            BuildTool.BUILDX,
            "What builds. buildah and podman build on this host, take most flags of docker buildx build, and make no"
                    + " attestations.",
            List.of(BuildTool.values()));

    private final OptionSpec setup = Options.flag(
            "--setup", "Set up what is missing: a builder that can push by digest, QEMU for platforms that need it.");

    private final OptionSpec qemuImage = Options.text(
            "--qemu-image",
            "IMAGE",
            Setup.QEMU_IMAGE,
            "The image that --setup installs QEMU from if qemu-user-static is not installed: " + Setup.QEMU_IMAGE
                    + ".");

    private final OptionSpec recorded = Options.texts(
            "--record-arg",
            "NAME",
            "Keep the value of this build argument in the build record. The record has only the names of the others."
                    + " Repeatable.");

    private final OptionSpec progress = Options.choice(
            "--progress",
            Progress.PLAIN,
            "Show what the builder prints (default), or a table: for each step that has ended a line with its"
                    + " platform, whether it was emulated, and its time.",
            List.of(Progress.values()));

    private final WatchOptions watch = new WatchOptions();

    /** @param more options of the command that belong to the build, the most used first */
    public CommandSpec spec(OptionSpec... more) {
        CommandSpec group = Options.group(more)
                .addOption(with)
                .addOption(setup)
                .addOption(qemuImage)
                .addOption(recorded)
                .addOption(progress);
        watch.options().forEach(group::addOption);
        return group;
    }

    /**
     * The build arguments whose values are kept.
     *
     * @param arguments of docker buildx build
     */
    public Set<String> recorded(List<String> arguments) throws UsageException {
        List<String> names = recorded.getValue();
        for (String name : names) {
            if (Secrets.isName(name)) {
                throw new UsageException(
                        "--record-arg " + name + ": this name says that the value is secret. Fix: leave"
                                + " it out; if it is not secret, give the build argument another name");
            }
            if (!Build.argumentNames(arguments).contains(name)) {
                throw new UsageException("--record-arg " + name + ": there is no such build argument. Fix: --build-arg "
                        + name + "=VALUE after --, or leave it out");
            }
        }
        return Set.copyOf(names);
    }

    public BuildTool tool() {
        return with.getValue();
    }

    /** @throws UsageException if a builder of buildx is named or to be set up, and another program builds */
    public void requireNoBuilder(Optional<String> builder) throws UsageException {
        if (tool() != BuildTool.BUILDX && (sets() || builder.isPresent())) {
            throw new UsageException(
                    "--with " + tool().word() + " takes no --builder and no --setup: it builds on this host,"
                            + " with its own settings. Fix: leave them out; multiarch doctor --fix sets up QEMU");
        }
    }

    /** What builds the legs. */
    public LegBuilder legs(Console console, Session tools, RecordStore store, List<Policy> judges)
            throws ProgramException {
        return tool() == BuildTool.BUILDX
                ? build(console, tools, store, judges)
                : build(console, tools, store, judges, tool());
    }

    /** @param judges what they want to be run in images is run in each leg's */
    private Build build(Console console, Session tools, RecordStore store, List<Policy> judges)
            throws ProgramException {
        watch.check();
        var fence = new StopCommands(console.environment(), console.err()::println);
        return new Build(tools, tools.buildx(), tools.builderHost(), store, fence, console.directory())
                .showing(progress.getValue())
                .trying(platform -> Judgement.runs(judges, Optional.of(platform)))
                .within(platform -> watch.limits(judges, platform));
    }

    /** With buildah or podman instead. */
    private BuildahBuild build(Console console, Session tools, RecordStore store, List<Policy> judges, BuildTool tool)
            throws ProgramException {
        watch.check();
        Buildah buildah = Buildah.find(tools.programs(), tools.environment(), tool.word());
        var fence = new StopCommands(console.environment(), console.err()::println);
        return new BuildahBuild(tools, buildah, store, fence, console.directory(), judges)
                .showing(progress.getValue())
                .within(platform -> watch.limits(judges, platform));
    }

    private boolean sets() {
        return setup.getValue();
    }

    /** The builder to use: the one that was named, or with {@code --setup} what that resulted in. */
    public Optional<String> builder(
            Session tools, Reference image, List<Platform> platforms, Optional<String> named, List<String> insecure)
            throws ProgramException, IOException {
        boolean wanted = setup.getValue();
        if (!wanted) {
            return named;
        }
        tools.progress().accept("looking at the builder and its emulators");
        var registries = RegistrySettings.of(tools.environment(), new LinkedHashSet<>(insecure));
        var request =
                new Setup.Request(Optional.of(image), platforms, named, registries, Map.of(), qemuImage.getValue());
        return Optional.of(new Setup(tools.programs(), tools.buildx(), tools.progress(), false, Optional.empty())
                .run(request)
                .builder()
                .name());
    }
}
