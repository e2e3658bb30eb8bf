package dev.multiarch.build;

import dev.multiarch.copy.LayoutPush;
import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.UsedImage;
import dev.multiarch.fact.Fact;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.Buildah;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Result;
import dev.multiarch.process.StopCommands;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.layout.LayoutWriter;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.BaseLookup;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds one leg on this host with buildah or podman, pushes it by digest or keeps it in a layout, and leaves a record of it. */
public final class BuildahBuild {
    private static final Duration LIMIT = Duration.ofHours(6);

    private final Session tools;
    private final Buildah buildah;
    private final RecordStore store;
    private final StopCommands fence;
    private final Path directory;
    private final List<Policy> judges;
    private final BuildahHost here;
    private final BaseLookup bases;

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

    /** What is known of a leg while it is being built. */
    private record Leg(
            LegRequest request,
            LegDockerfile file,
            BuildahCall call,
            LegSecrets secrets,
            HostFacts host,
            AttemptRecords records,
            int attempt) {
        Platform platform() {
            return request.platform();
        }
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
    public BuildRecord run(LegRequest request, Consumer<String> lines)
            throws ProgramException, Refused, StepFailed, RegistryException, IOException {
        BuildFlags flags = BuildFlags.parse(request.arguments());
        BuildArguments.check(flags);
        UserAnnotations users = UserAnnotations.of(request.platform(), request.arguments());
        var arguments = BuildahArguments.of(buildah.name(), request, users);
        arguments.words();
        if (buildah.isRemote(tools.programs())) {
            throw new StepFailed(
                    buildah.name() + " builds on another machine here, and multiarch could not read what it"
                            + " made. Fix: run multiarch on that machine. Nothing was built");
        }
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
        var leg = new Leg(request, file, call, secrets, host, records, records.number());
        var draft = new RecordDraft(request, flags, secrets.inRecord(), here.builder(buildah), now());
        draft.carries(users.carried());
        say(leg, "building with " + buildah.title() + ", attempt " + leg.attempt());
        return build(leg, draft, checks, images, lines);
    }

    private BuildRecord build(
            Leg leg, RecordDraft draft, BuildahChecks checks, Optional<List<UsedImage>> images, Consumer<String> lines)
            throws ProgramException, StepFailed, RegistryException, IOException {
        Path folder = Files.createTempDirectory("multiarch-build");
        try (BuildahTarget target = BuildahTarget.of(leg.request(), folder);
                var used = new LegBases(
                        bases,
                        () -> images.orElseThrow(
                                () -> new FormatException("which images its Dockerfile names is not known")))) {
            var steps = new BuildahSteps();
            stream(leg, leg.call().build(folder.resolve("id")), steps, lines);
            requireOwnPlatform(leg, steps);
            Digest image = export(leg, folder, target);
            draft.finish(now());
            draft.made(image);
            keep(leg, target, image, checks);
            Optional<Dockerfile> file = leg.file().file();
            draft.built(image, steps.emulated(file, here::runs), target.layout(image));
            draft.builtOn(used.get(BaseMaterials.of(Optional.empty())));
            smoke(leg, draft);
            BuildRecord record = leg.records().put(number -> draft.record(number, leg.host()), leg.attempt());
            say(leg, RecordDraft.summary(record));
            return record;
        } catch (ProgramException e) {
            throw e.noting(noted(leg, draft, e.result().lastLines()) + ". No tag was moved");
        } catch (StepFailed | RegistryException e) {
            say(leg, "failed. " + noted(leg, draft, List.of(Printable.line(String.valueOf(e.getMessage())))));
            throw e;
        } finally {
            LayoutWriter.delete(folder);
        }
    }

    private void stream(Leg leg, Program call, BuildahSteps steps, Consumer<String> lines) throws ProgramException {
        StopCommands.Section section = fence.open();
        Result result;
        try {
            result = tools.programs().stream(call.within(LIMIT), line -> {
                steps.line(line, Instant.now());
                lines.accept(leg.secrets().inLog().without(line));
            });
        } finally {
            section.close();
            steps.finish(Instant.now());
        }
        result.withLines(leg.secrets().inLog()::without).orThrow();
    }

    private void requireOwnPlatform(Leg leg, BuildahSteps steps) throws StepFailed {
        if (steps.tookAnotherPlatform(leg.file().file())) {
            throw new StepFailed(
                    leg.platform() + ": " + buildah.title() + " found a base image for another platform only,"
                            + " and built on it. Fix: use a base image that has " + leg.platform()
                            + "; if this host has an older one of that name, remove it. Nothing was pushed");
        }
    }

    /** Into a layout: pushed to a registry it would need a tag. */
    private Digest export(Leg leg, Path folder, BuildahTarget target) throws ProgramException, StepFailed, IOException {
        Path digest = folder.resolve("digest");
        Program push = leg.call().export(folder.resolve("id"), digest, target.aside());
        tools.programs().run(push).orThrow();
        try {
            return Digest.parse(BuildahCall.text(digest));
        } catch (FormatException malformed) {
            throw new StepFailed(buildah.title() + " does not say what it made: " + malformed.getMessage(), malformed);
        }
    }

    private void keep(Leg leg, BuildahTarget target, Digest image, BuildahChecks checks)
            throws RegistryException, StepFailed, IOException {
        try (Source layout = LegLayout.open(target.aside(), image)) {
            checks.made(layout, image, judges);
            if (target.isPushed()) {
                new LayoutPush(tools.registry(), leg.request().image()).image(layout, image);
            }
        } catch (FormatException malformed) {
            throw new StepFailed(
                    leg.platform() + ": what " + buildah.title() + " made can't be read: " + malformed.getMessage()
                            + ". Nothing was pushed",
                    malformed);
        }
        target.keep(image);
    }

    private void smoke(Leg leg, RecordDraft draft) {
        if (!Judgement.runs(judges, Optional.of(leg.platform())).isEmpty()) {
            String why = "commands run in images on a builder of buildx only";
            draft.tried(Fact.unknown(why));
            say(leg, "no command was run in its image: " + why);
        }
    }

    /** A record that can't be written must not hide why the build failed. */
    private static String noted(Leg leg, RecordDraft draft, List<String> why) {
        try {
            draft.finish(now());
            draft.failed(why);
            BuildRecord record = leg.records().put(number -> draft.record(number, leg.host()), leg.attempt());
            return "The record of attempt " + record.attempt() + " is " + record.key();
        } catch (IOException e) {
            return "It has no record: " + Printable.line(String.valueOf(e.getMessage()));
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

    private void say(Leg leg, String what) {
        tools.progress().accept(leg.platform() + ": " + what);
    }
}
