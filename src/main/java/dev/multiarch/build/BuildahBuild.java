package dev.multiarch.build;

import dev.multiarch.copy.LayoutPush;
import dev.multiarch.dockerfile.UsedImage;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.Buildah;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.StopCommands;
import dev.multiarch.process.TemporaryFolder;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordStore;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.smoke.LocalSmoke;
import dev.multiarch.step.BaseLookup;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Builds one leg on this host with buildah or podman, pushes it by digest or keeps it in a layout, and leaves a record of it. */
public final class BuildahBuild implements LegBuilder {
    private final Session tools;
    private final Buildah buildah;
    private final RecordStore store;
    private final StopCommands fence;
    private final Path directory;
    private final List<Policy> judges;
    private final BuildahHost here;
    private final BaseLookup bases;
    private Function<Platform, LegLimits> limits = platform -> LegLimits.USUAL;
    private Progress progress = Progress.PLAIN;

    /**
     * @param directory that the paths of arguments start from
     * @param judges may excuse programs of other platforms in the image
     */
    public BuildahBuild(
            Session tools,
            Buildah buildah,
            RecordStore store,
            StopCommands fence,
            Path directory,
            List<Policy> judges) {
        this.tools = tools;
        this.buildah = buildah;
        this.store = store;
        this.fence = fence;
        this.directory = directory.toAbsolutePath();
        this.judges = judges;
        this.here = BuildahHost.of(tools);
        this.bases = new BaseLookup(tools.registry());
    }

    /** When the build of each leg is ended. */
    public BuildahBuild within(Function<Platform, LegLimits> longest) {
        limits = longest;
        return this;
    }

    /** How the steps of each leg are shown. */
    public BuildahBuild showing(Progress how) {
        progress = how;
        return this;
    }

    /**
     * @param lines gets what it prints, neutralised
     * @return the record, which is in the store
     * @throws ProgramException if the build fails; a record says so
     * @throws Refused if a base image is not there for the platform; nothing was built
     * @throws StepFailed if what was made is not one image of this platform, and only of this
     * @throws RegistryException if it can't be pushed; a record says so
     * @throws FormatException if an argument can't be given to buildah; nothing was built
     */
    @Override
    public BuildRecord run(LegRequest request, Consumer<String> lines)
            throws ProgramException, Refused, StepFailed, RegistryException, IOException {
        BuildFlags flags = BuildArguments.checked(request.arguments());
        UserAnnotations users = UserAnnotations.of(request.platform(), request.arguments());
        var arguments = BuildahArguments.of(buildah.name(), request, users);
        arguments.words();
        here.require(buildah);
        var file = new LegDockerfile(directory, flags, tools.environment());
        Optional<List<UsedImage>> images = images(file, request.platform());
        var checks = new BuildahChecks(tools, bases, buildah.title(), request.platform());
        if (images.isPresent()) {
            checks.bases(images.get());
        }
        HostFacts host = here.facts(request.platform());
        var records = new AttemptRecords(store, request);
        LegSecrets secrets = LegSecrets.of(flags, request.recorded(), tools.environment(), directory);
        var call = new BuildahCall(tools, buildah, request, arguments, images.orElse(List.of()), directory);
        var plain = new BuildahLines(file.file(), file.name(), request.platform(), here::runs);
        var draft = new RecordDraft(request, flags, secrets.inRecord(), here.builder(buildah), now());
        draft.carries(users.carried());
        try (var facts = new LegFacts(host);
                var used = new LegBases(
                        bases,
                        () -> images.orElseThrow(
                                () -> new FormatException("which images its Dockerfile names is not known")))) {
            var leg = new LegAttempt(
                    request,
                    draft,
                    secrets.inLog(),
                    facts,
                    used,
                    records,
                    records.number(),
                    limits.apply(request.platform()),
                    plain);
            say(leg, "building with " + buildah.title() + ", attempt " + leg.attempt());
            return build(leg, new BuildahLeg(call, file.file(), plain), checks, lines);
        }
    }

    private BuildRecord build(LegAttempt leg, BuildahLeg own, BuildahChecks checks, Consumer<String> lines)
            throws ProgramException, StepFailed, RegistryException, IOException {
        RecordDraft draft = leg.draft();
        try (var aside = TemporaryFolder.make("multiarch-build");
                BuildahTarget target = BuildahTarget.of(leg.request(), aside.path());
                var interruption = new LegInterruption(leg, tools.progress())) {
            interruption.expect();
            var steps = new BuildahSteps(own.plain());
            Path folder = aside.path();
            stream(leg, own, folder, steps, lines);
            requireOwnPlatform(leg, own, steps);
            Digest image = export(leg, own.call(), folder, target);
            draft.finish(now());
            draft.made(image);
            String id = BuildahCall.text(folder.resolve("id"));
            keep(leg, target, image, checks, layout -> smoke(leg, own, id, layout, image));
            draft.built(image, steps.emulated(own.file(), here::runs), target.layout(image));
            draft.builtOn(leg.bases().get(BaseMaterials.of(Optional.empty())));
            BuildRecord record = leg.put();
            say(leg, RecordDraft.summary(record));
            return record;
        } catch (ProgramException e) {
            throw e.noting(leg.noted(e.result().lastLines()) + ". No tag was moved");
        } catch (StepFailed | RegistryException e) {
            say(leg, "failed. " + leg.noted(List.of(Printable.line(String.valueOf(e.getMessage())))));
            throw e;
        }
    }

    private void stream(LegAttempt leg, BuildahLeg own, Path folder, BuildahSteps steps, Consumer<String> lines)
            throws ProgramException {
        Program call = own.call().build(folder.resolve("id"));
        LegGuard guard = leg.watching(new BuildahContainers(tools.programs(), buildah));
        var table = new StepTable(own.plain(), leg.platform(), () -> true, () -> {}, lines);
        new BuildahRun(tools, fence, leg.secrets(), own.plain(), guard, progress, lines).run(call, steps, table);
    }

    private void requireOwnPlatform(LegAttempt leg, BuildahLeg own, BuildahSteps steps) throws StepFailed {
        if (steps.tookAnotherPlatform(own.file())) {
            throw new StepFailed(
                    leg.platform() + ": " + buildah.title() + " found a base image for another platform only,"
                            + " and built on it. Fix: use a base image that has " + leg.platform()
                            + "; if this host has an older one of that name, remove it. Nothing was pushed");
        }
    }

    /** Into a layout: pushed to a registry it would need a tag. */
    private Digest export(LegAttempt leg, BuildahCall call, Path folder, BuildahTarget target)
            throws ProgramException, StepFailed, IOException {
        Path digest = folder.resolve("digest");
        Program push = call.export(folder.resolve("id"), digest, target.aside());
        tools.programs().run(push).orThrow();
        try {
            return Digest.parse(BuildahCall.text(digest));
        } catch (FormatException malformed) {
            throw new StepFailed(buildah.title() + " does not say what it made: " + malformed.getMessage(), malformed);
        }
    }

    /** @param pushed gets the layout once the leg is in its registry */
    private void keep(LegAttempt leg, BuildahTarget target, Digest image, BuildahChecks checks, Consumer<Source> pushed)
            throws RegistryException, StepFailed, IOException {
        try (Source layout = LegLayout.open(target.aside(), image)) {
            checks.made(layout, image, judges);
            if (target.isPushed()) {
                push(leg, layout, image);
            }
            pushed.accept(layout);
        } catch (FormatException malformed) {
            throw new StepFailed(
                    leg.platform() + ": what " + buildah.title() + " made can't be read: " + malformed.getMessage()
                            + ". Nothing was pushed",
                    malformed);
        }
        target.keep(image);
    }

    private void push(LegAttempt leg, Source layout, Digest image) throws StepFailed {
        try {
            new LayoutPush(tools.registry(), leg.request().image()).image(layout, image);
        } catch (RegistryException e) {
            throw new StepFailed(
                    leg.platform() + ": what " + buildah.title() + " made could not be pushed: " + e.getMessage()
                            + " No tag was moved",
                    e);
        }
    }

    /** On this host, which built the leg, and by the same program. */
    private void smoke(LegAttempt leg, BuildahLeg own, String id, Source layout, Digest image) {
        List<SmokeCommand> commands = Judgement.runs(judges, Optional.of(leg.platform()));
        if (!commands.isEmpty()) {
            var smoke = new LocalSmoke(
                    tools, buildah, own.call().isolation(), leg.facts().get());
            leg.tried(smoke.leg(id, layout, image, leg.platform(), commands), tools.progress());
        }
    }

    private Optional<List<UsedImage>> images(LegDockerfile file, Platform platform) throws IOException {
        try {
            return Optional.of(file.images(platform, here.own()));
        } catch (FormatException unknown) {
            tools.progress()
                    .accept("warning: " + platform + ": base images can't be checked before the build: "
                            + unknown.getMessage());
            return Optional.empty();
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private void say(LegAttempt leg, String what) {
        tools.progress().accept(leg.platform() + ": " + what);
    }
}
