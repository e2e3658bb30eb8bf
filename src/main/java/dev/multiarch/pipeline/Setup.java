package dev.multiarch.pipeline;

import dev.multiarch.host.Builder;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.HostFacts;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Digest;
import dev.multiarch.image.FormatException;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Lets a host build what it can't build yet: a builder that pushes by digest, emulation for the platforms that need it.
 * What works is left alone, and each change is told. Emulation that can't be had is a warning: a leg that runs nothing
 * builds without it.
 */
public final class Setup {
    /** {@code tonistiigi/binfmt:qemu-v10.2.3-68}, by its digest: it runs privileged. */
    public static final String QEMU_IMAGE =
            "tonistiigi/binfmt@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0";

    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d+){3}|\\[::1\\])(:\\d+)?");
    private static final Duration CREATE_LIMIT = Duration.ofMinutes(5);

    /**
     * @param builder the one that was asked for; it is never replaced
     * @param insecure registries that speak plain http; loopback needs no mention
     * @param qemuImage see {@link #QEMU_IMAGE}
     */
    public record Request(
            Reference image,
            List<Platform> platforms,
            Optional<String> builder,
            Set<String> insecure,
            String qemuImage) {}

    private final Programs programs;
    private final Buildx buildx;
    private final Consumer<String> progress;
    private final LocalHost here;
    private final Changes changes;
    private final Emulation emulation;
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
                new Changes(programs, "root".equals(System.getProperty("user.name")), dry, progress),
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
            Changes changes,
            Optional<EmulationJournal> journal,
            BiFunction<Builder, Platform, HostFacts> look) {
        this.programs = programs;
        this.buildx = buildx;
        this.progress = progress;
        this.here = here;
        this.emulation = new Emulation(changes, docker(buildx), here, journal);
        this.changes = changes;
        this.look = look;
    }

    /**
     * @return the builder to build with
     * @throws ProgramException if there is no usable builder and none can be made
     */
    public Builder run(Request request) throws ProgramException, IOException {
        Builder builder = Builder.inspect(programs, buildx, request.builder());
        if (request.builder().isEmpty() && !builder.pushesByDigest()) {
            builder = create(builder, request);
        }
        for (Platform platform : request.platforms()) {
            HostFacts facts = look.apply(builder, platform);
            if (!works(builder, platform, facts)) {
                emulate(builder, platform, facts, request.qemuImage());
            }
        }
        return builder;
    }

    /** The same settings make the same name, so that a later call on this host finds it. */
    private Builder create(Builder current, Request request) throws ProgramException, IOException {
        Set<String> plain = new TreeSet<>(request.insecure());
        boolean loopback = LOOPBACK.matcher(request.image().registry()).matches();
        if (loopback) {
            plain.add(request.image().registry());
        }
        var config = new StringBuilder();
        plain.forEach(host -> config.append("[registry.\"").append(host).append("\"]\n  http = true\n"));
        String settings = config + (loopback ? "network=host" : "");
        String name = "multiarch-"
                + Digest.of(settings.getBytes(StandardCharsets.UTF_8)).shortHex();
        List<String> words = new ArrayList<>(List.of("create", "--name", name, "--driver", "docker-container"));
        if (loopback) {
            words.addAll(List.of("--driver-opt", "network=host"));
        }
        Path file = Files.createTempFile("buildkitd", ".toml");
        try {
            Files.writeString(file, config);
            if (config.length() > 0) {
                words.addAll(List.of("--buildkitd-config", file.toString()));
            }
            return inspectOrCreate(name, buildx.command(words).within(CREATE_LIMIT), current);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Another call may be making it at this moment: then this one's attempt fails, and it is there all the same. */
    private Builder inspectOrCreate(String name, Program create, Builder current) throws ProgramException {
        var there = programs.run(buildx.command("inspect", name));
        if (!there.ok() && changes.dry()) {
            changes.run(create);
            return current;
        }
        if (!there.ok()) {
            progress.accept("builder \"" + current.name() + "\" (driver " + current.driver()
                    + ") can't push by digest: creating builder " + name + " (docker-container)");
            var created = programs.run(create);
            if (!created.ok() && !programs.run(buildx.command("inspect", name)).ok()) {
                created.orThrow();
            }
        }
        return Builder.inspect(programs, buildx, Optional.of(name));
    }

    private void emulate(Builder builder, Platform platform, HostFacts facts, String image) {
        List<String> tried = new ArrayList<>();
        Optional<String> done =
                isHere(facts) ? attempt(() -> emulation.registerInstalled(platform), tried) : Optional.empty();
        if (done.isEmpty() && builder.driver().startsWith("docker")) {
            done = attempt(() -> Optional.of(emulation.install(platform, image)), tried);
        }
        boolean unproved = !BuilderHost.canProbe(platform);
        if (done.isPresent() && changes.dry()) {
            return;
        }
        if (done.isPresent() && (unproved || works(builder, platform, look.apply(builder, platform)))) {
            progress.accept("QEMU for " + platform + " was not there: " + done.get());
            return;
        }
        done.ifPresent(what -> tried.add(what + ", without success"));
        if (tried.isEmpty()) {
            tried.add("there is no qemu-user-static that serves it, or the builder is not on this host");
        }
        progress.accept("warning: programs for " + platform + " don't run on builder " + builder.name()
                + ", so a RUN step of that leg would fail: " + String.join("; ", tried));
    }

    private interface Step {
        Optional<String> run() throws ProgramException, IOException;
    }

    private static Optional<String> attempt(Step step, List<String> tried) {
        try {
            return step.run();
        } catch (ProgramException e) {
            tried.add(e.getMessage());
            return Optional.empty();
        } catch (IOException | FormatException e) {
            tried.add("what would be registered can't be written down: " + e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isHere(HostFacts facts) {
        return facts.boot().isKnown() && facts.boot().value().equals(here.boot().value());
    }

    private static String docker(Buildx buildx) {
        return buildx.prefix().size() > 1 ? buildx.prefix().get(0) : "docker";
    }

    /**
     * It needs no emulation, or a program of it has run. Where there is none to run, what the builder lists counts, and an
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
