package dev.multiarch.smoke;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildah;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Result;
import dev.multiarch.process.TemporaryFolder;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.record.SmokeRun;
import dev.multiarch.registry.Source;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs commands in the image of a leg that buildah or podman built on this host: as the one {@code RUN} of another build,
 * which starts from that image in the local storage and has no network. What that makes is removed.
 *
 * @param isolation that the leg was built with, where that is known
 * @param host what is known of this host, for the leg's platform
 */
public record LocalSmoke(Session tools, Buildah buildah, Optional<String> isolation, HostFacts host) {
    private static final String CHROOT = "chroot";

    /** For the copy of an image, which may be large, before its program starts. */
    private static final Duration COPY = Duration.ofMinutes(15);

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /**
     * @param id of the image in the local storage
     * @param layout what was made of it
     */
    public Fact<SmokeRun> leg(String id, Source layout, Digest image, Platform platform, List<SmokeCommand> commands) {
        Fact<ImageConfig> config = Smoke.config(layout, image);
        Optional<String> unfit = ImageRun.unfit(config, platform);
        if (unfit.isPresent()) {
            return Fact.unknown(unfit.get());
        }
        List<SmokeResult> results = new ArrayList<>();
        for (SmokeCommand command : commands) {
            List<String> words = ImageRun.words(command, config.value().orElseThrow());
            SmokeResult result = SmokeDockerfile.refused(words)
                    .map(why -> SmokeResult.notRun(command, why))
                    .orElseGet(() -> one(id, platform, command, words));
            results.add(ImageRun.believed(result, host, platform));
        }
        return Fact.known(SmokeRun.on(host, results), FactSource.PROBE);
    }

    private SmokeResult one(String id, Platform platform, SmokeCommand command, List<String> words) {
        try (var folder = TemporaryFolder.make("multiarch-smoke")) {
            String missing = UUID.randomUUID().toString();
            Files.writeString(folder.resolve("Dockerfile"), SmokeDockerfile.local(id, command, words, missing));
            var log = new LocalLog(command, missing);
            Program build = build(folder.path(), platform).withErrors();
            tools.programs().watch(build.within(COPY.plus(command.limit())), log);
            if (log.isOver()) {
                clean(id);
            }
            return log.result();
        } catch (ProgramException e) {
            return SmokeResult.notRun(command, "the build " + e.getMessage());
        } catch (IOException e) {
            return SmokeResult.notRun(command, "its build could not be prepared: " + e.getMessage());
        }
    }

    private Program build(Path folder, Platform platform) {
        List<String> words = new ArrayList<>();
        boolean chroot = isolation.equals(Optional.of(CHROOT));
        if (chroot) {
            // It takes the host's network and refuses any other, so the build as a whole gets one without interfaces.
            if (!isRoot()) {
                words.addAll(List.of(buildah.program(), "unshare"));
            }
            words.addAll(List.of("unshare", "--net"));
        }
        words.addAll(List.of(buildah.program(), "build", "--platform", platform.toString()));
        words.addAll(List.of("--no-cache", "--layers=false", "--force-rm"));
        isolation.ifPresent(named -> words.add("--isolation=" + named));
        if (!chroot) {
            words.add("--network=none");
        }
        words.add(folder.toString());
        return Program.of(words);
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }

    /** The containers of a build that was ended before it could remove them. */
    private void clean(String id) throws ProgramException {
        List<String> list = buildah.name().equals("podman")
                ? List.of("ps", "--all", "--external", "--no-trunc", "--format", "{{.ID}} {{.ImageID}}")
                : List.of("containers", "--notruncate", "--noheading", "--format", "{{.ContainerID}} {{.ImageID}}");
        Result containers = tools.programs().run(buildah.command(list).within(LIMIT));
        String image = id.replaceFirst("^sha256:", "");
        for (String line : containers.text().lines().toList()) {
            String[] parts = line.strip().split(" +", 2);
            if (parts.length == 2 && parts[1].strip().equals(image)) {
                tools.programs().run(buildah.removal(parts[0]).within(LIMIT));
            }
        }
    }
}
