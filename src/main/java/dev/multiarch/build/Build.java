package dev.multiarch.build;

import dev.multiarch.dockerfile.UsedImage;
import dev.multiarch.fact.Fact;
import dev.multiarch.host.Builder;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.StopCommands;
import dev.multiarch.process.TemporaryFolder;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.record.RecordStore;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.smoke.Smoke;
import dev.multiarch.step.BaseLookup;
import dev.multiarch.step.LegDigest;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Builds one leg with buildx, pushes it by digest or keeps it in a layout, and leaves a record of it in any case. */
public final class Build implements LegBuilder {
    private final Session tools;
    private final Buildx buildx;
    private final BuilderHost hosts;
    private final RecordStore store;
    private final StopCommands fence;
    private Function<Platform, List<SmokeCommand>> wanted = platform -> List.of();
    private Progress progress = Progress.PLAIN;
    private Function<Platform, LegLimits> limits = platform -> LegLimits.USUAL;
    private final Path directory;
    private final BaseLookup bases;

    /**
     * @param hosts one for all legs of a command, so that a builder is probed once
     * @param fence one for all legs of a command
     * @param directory that the paths of arguments start from
     */
    public Build(
            Session tools, Buildx buildx, BuilderHost hosts, RecordStore store, StopCommands fence, Path directory) {
        this.tools = tools;
        this.buildx = buildx;
        this.hosts = hosts;
        this.store = store;
        this.fence = fence;
        this.directory = directory;
        this.bases = new BaseLookup(tools.registry());
    }

    /** What is to be run in the image of each leg; its record says what became of it. */
    public Build trying(Function<Platform, List<SmokeCommand>> commands) {
        wanted = commands;
        return this;
    }

    /** How the steps of each leg are shown. */
    public Build showing(Progress how) {
        progress = how;
        return this;
    }

    /** When the build of each leg is ended. */
    public Build within(Function<Platform, LegLimits> longest) {
        limits = longest;
        return this;
    }

    /** Whether a word such as {@code --build-arg} is a flag that a user may give to buildx. */
    public static boolean takesFlag(String word) {
        return BuildArguments.takes(word);
    }

    /** The names of the build arguments among these arguments of {@code docker buildx build}. */
    public static Set<String> argumentNames(List<String> arguments) {
        return BuildFlags.parse(arguments).values(BuildFlags.ARGUMENT).stream()
                .map(argument -> argument.split("=", 2)[0])
                .collect(Collectors.toSet());
    }

    /**
     * May be called from several threads, a leg each. Where the thread is interrupted, the build is ended.
     *
     * @param lines gets what buildx prints, neutralised
     * @return the record, which is in the store
     * @throws ProgramException if buildx fails; a record says so
     * @throws StepFailed if this builder can't push by digest, or what it pushed is not one image of this platform
     * @throws RegistryException if what was pushed can't be read; a record says so
     * @throws IOException if the record can't be written
     * @throws dev.multiarch.text.FormatException if an argument contradicts what a leg is; then nothing was built
     */
    @Override
    public BuildRecord run(LegRequest request, Consumer<String> lines)
            throws ProgramException, StepFailed, RegistryException, IOException {
        BuildFlags flags = checked(request);
        var arguments = new LegArguments(tools, request);
        UserAnnotations users = arguments.annotations();
        Builder builder = LegTarget.usable(request, inspect(request));
        var records = new AttemptRecords(store, request);
        int attempt = records.number();
        LegSecrets secrets = LegSecrets.of(flags, request.recorded(), tools.environment(), directory);
        var draft = new RecordDraft(request, flags, secrets.inRecord(), builder, now());
        draft.carries(users.carried());
        say(request, "building on " + builder.name() + " (" + builder.driver() + "), attempt " + attempt);
        try (var folder = TemporaryFolder.make("multiarch-build");
                LegTarget target =
                        LegTarget.of(tools.registry(), request, !users.carried().isEmpty(), arguments.dated());
                var facts = new LegFacts(hosts, builder, request.platform());
                var used = new LegBases(bases, () -> images(flags, builder, request.platform()))) {
            Path metadata = folder.resolve("metadata.json");
            List<String> words =
                    BuildArguments.of(target.output(), request.platform(), builder.name(), metadata, arguments.words());
            Program call = arguments.given(buildx.command(words));
            LegSteps steps = steps(flags, builder, request.platform(), facts);
            var leg = new LegAttempt(
                    request,
                    draft,
                    secrets.inLog(),
                    facts,
                    used,
                    records,
                    attempt,
                    limits.apply(request.platform()),
                    steps);
            leg.unwatched(flags, tools.environment()).ifPresent(why -> say(request, why));
            return build(leg, target, call, metadata, lines);
        }
    }

    private Builder inspect(LegRequest request) throws ProgramException {
        try {
            return Builder.inspect(tools.programs(), buildx, request.builder());
        } catch (ProgramException e) {
            throw e.noting("Nothing was built. Fix: docker buildx ls shows the builders that are there; leave out"
                    + " --builder for the current one, or let --setup make one");
        }
    }

    private BuildFlags checked(LegRequest request) {
        BuildFlags flags = BuildArguments.checked(request.arguments());
        StepTable.check(progress, flags, tools.environment());
        return flags;
    }

    private BuildRecord build(LegAttempt leg, LegTarget target, Program call, Path file, Consumer<String> lines)
            throws ProgramException, StepFailed, RegistryException, IOException {
        RecordDraft draft = leg.draft();
        try (var interruption = new LegInterruption(leg, tools.progress())) {
            interruption.expect();
            boolean twice = stream(leg, call, lines);
            draft.finish(now());
            var metadata = BuildMetadata.take(file, leg.secrets()::withoutValues);
            draft.made(metadata.digest());
            Digest image;
            try (Source made = target.made(metadata.digest())) {
                image = LegDigest.image(made, metadata.digest(), leg.platform());
                smoke(leg, made, image);
            }
            target.keep(metadata.digest());
            var history =
                    new BuildHistory(tools.programs(), buildx, draft.builder().name());
            Fact<EmulatedTime> steps = leg.emulatedSteps(history, metadata, twice);
            draft.built(image, steps.value(), target.layout(metadata.digest()));
            if (!steps.reason().isEmpty()) {
                say(leg.request(), steps.reason());
            }
            draft.builtOn(leg.bases().get(BaseMaterials.of(metadata.provenance())));
            BuildRecord record = leg.put();
            say(leg.request(), RecordDraft.summary(record));
            return record;
        } catch (ProgramException e) {
            throw e.noting(leg.noted(e.result().lastLines()) + ". No tag was moved");
        } catch (StepFailed | RegistryException e) {
            say(leg.request(), "failed. " + leg.noted(List.of(Printable.line(String.valueOf(e.getMessage())))));
            throw e;
        }
    }

    /** On this leg's own builder, and so natively where that is this platform's. */
    private void smoke(LegAttempt leg, Source made, Digest image) {
        Platform platform = leg.platform();
        List<SmokeCommand> commands = wanted.apply(platform);
        if (commands.isEmpty()) {
            return;
        }
        var smoke = new Smoke(tools, Optional.of(leg.draft().builder().name()));
        leg.tried(smoke.leg(made, image, platform, commands, hosts), tools.progress());
    }

    private List<UsedImage> images(BuildFlags flags, Builder builder, Platform platform) throws IOException {
        Optional<Platform> own = builder.node(platform).flatMap(Builder.Node::own);
        return new LegDockerfile(directory, flags, tools.environment()).images(platform, own);
    }

    private LegSteps steps(BuildFlags flags, Builder builder, Platform platform, LegFacts facts) {
        var file = new LegDockerfile(directory, flags, tools.environment());
        Optional<Platform> own = builder.node(platform).flatMap(Builder.Node::own);
        return new LegSteps(
                file,
                platform,
                own,
                () -> facts.now().flatMap(known -> known.emulated().value()));
    }

    /** @return whether it was pushed twice */
    private boolean stream(LegAttempt leg, Program call, Consumer<String> lines) throws ProgramException {
        String builder = leg.draft().builder().name();
        var running = new RunningBuilds(tools.programs(), buildx, builder, leg.platform());
        LegGuard guard = leg.watching(running);
        try (var shown = StepTable.of(progress, leg, lines)) {
            return new BuildxRun(tools, fence, leg.secrets(), shown, Optional.of(guard))
                    .run(call, leg.platform(), LegTarget.candidate(leg.request()));
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private void say(LegRequest request, String what) {
        tools.progress().accept(request.platform() + ": " + what);
    }
}
