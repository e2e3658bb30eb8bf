package dev.multiarch.emulation;

import dev.multiarch.host.Builder;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.HostFacts;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.settings.RegistrySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Lets a host build what it can't build yet: a builder that pushes by digest, emulation for the platforms that need it.
 * What works is left alone, and each change is reported. Emulation that is not available is a warning: a leg that runs nothing
 * builds without it.
 */
public final class Setup {
    /** {@code tonistiigi/binfmt:qemu-v10.2.3-68}, by its digest: it runs privileged. */
    public static final String QEMU_IMAGE =
            "tonistiigi/binfmt@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0";

    /**
     * @param image that is built, for the settings that its registry needs; empty where that is not known
     * @param builder the one that was asked for; it is never replaced
     * @param registries how they are spoken to; a builder that is made here does so too
     * @param runners of other hosts that build a platform natively; QEMU is not set up for those
     * @param qemuImage see {@link #QEMU_IMAGE}
     */
    public record Request(
            Optional<Reference> image,
            List<Platform> platforms,
            Optional<String> builder,
            RegistrySettings registries,
            Map<Platform, String> runners,
            String qemuImage) {}

    /**
     * @param builder to build with
     * @param platforms what became of each
     */
    public record Ready(Builder builder, List<Repair.Done> platforms) {}

    private final Programs programs;
    private final Buildx buildx;
    private final Consumer<String> progress;
    private final LocalHost here;
    private final HostChanges changes;
    private final Repair repair;
    private final BiFunction<Builder, Platform, HostFacts> look;

    /**
     * @param progress gets one line for each change
     * @param dry whether changes are only told
     * @param journal where each registration is written down, if it is to be taken back some time
     */
    public Setup(
            Programs programs,
            Buildx buildx,
            Consumer<String> progress,
            boolean dry,
            Optional<EmulationJournal> journal) {
        this(
                programs,
                buildx,
                progress,
                new LocalHost(Path.of("/")),
                new HostChanges(programs, "root".equals(System.getProperty("user.name")), dry, progress),
                journal,
                // A new one each time: it remembers what it saw, and what it saw is about to change.
                (builder, platform) ->
                        new BuilderHost(programs, buildx, new LocalHost(Path.of("/"))).facts(builder, platform));
    }

    Setup(
            Programs programs,
            Buildx buildx,
            Consumer<String> progress,
            LocalHost here,
            HostChanges changes,
            Optional<EmulationJournal> journal,
            BiFunction<Builder, Platform, HostFacts> look) {
        this.programs = programs;
        this.buildx = buildx;
        this.progress = progress;
        this.here = here;
        this.repair = new Repair(changes, docker(buildx), here, journal);
        this.changes = changes;
        this.look = look;
    }

    /**
     * Says what was changed, and what could not be helped.
     *
     * @throws ProgramException if there is no usable builder and none can be made
     */
    public Ready run(Request request) throws ProgramException, IOException {
        Builder builder = builder(request);
        var needed = new Repair.Request(request.platforms(), request.runners(), request.qemuImage());
        List<Repair.Done> all = repair.run(needed, platform -> look(builder, platform));
        for (Repair.Done done : all) {
            if (done.outcome() == Repair.Outcome.FAILED) {
                progress.accept("warning: programs for " + done.platform() + " don't run on builder " + builder.name()
                        + ", so a RUN step of that leg would fail: " + done.message());
            } else if (!done.message().isEmpty()) {
                progress.accept(done.message());
            }
            done.warning().ifPresent(warning -> progress.accept("warning: " + warning));
        }
        return new Ready(builder, all);
    }

    private Builder builder(Request request) throws ProgramException, IOException {
        Builder current = Builder.inspect(programs, buildx, request.builder());
        return request.builder().isPresent() || current.pushesByDigest()
                ? current
                : new OwnBuilder(programs, buildx, changes, progress)
                        .instead(current, request.registries(), request.image());
    }

    private Repair.PlatformState look(Builder builder, Platform platform) {
        HostFacts facts = look.apply(builder, platform);
        return new Repair.PlatformState(
                works(builder, platform, facts), isHere(facts), builder.driver().startsWith("docker"));
    }

    private boolean isHere(HostFacts facts) {
        return facts.boot().isKnown() && facts.boot().value().equals(here.boot().value());
    }

    private static String docker(Buildx buildx) {
        return buildx.prefix().size() > 1 ? buildx.prefix().get(0) : "docker";
    }

    /**
     * It needs no emulation, or a program of it has run. Where there is no program to run, what the builder lists counts, and an
     * entry that serves containers: both may be wrong, but nothing is changed on a guess.
     */
    private boolean works(Builder builder, Platform platform, HostFacts facts) {
        boolean needed = facts.emulated().value().orElse(false);
        if (!needed || facts.bundled().isKnown()) {
            return true;
        }
        if (BuilderHost.canProbe(platform)) {
            return false;
        }
        boolean listed =
                builder.nodes().stream().anyMatch(node -> node.platforms().contains(platform));
        return listed
                || isHere(facts)
                        && here.binfmt().serving(platform).stream()
                                .anyMatch(entry -> entry.flags().contains("F"));
    }
}
