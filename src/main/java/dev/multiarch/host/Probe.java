package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.process.TemporaryFolder;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs a program of a few hundred bytes on a builder, in an image that holds nothing else, and brings its answer back in a
 * file. The program's source is in {@code src/main/probe}. Fails by an unknown fact only: no build fails for it.
 */
final class Probe {
    static final String FAILED = "the probe failed";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Programs programs;
    private final Buildx buildx;

    Probe(Programs programs, Buildx buildx) {
        this.programs = programs;
        this.buildx = buildx;
    }

    /** What it finds on the builder when it is run as a program of this platform. */
    Fact<ProbeResult> run(String builder, Platform platform) {
        if (ProbeProgram.of(platform).isEmpty()) {
            return Fact.unknown("there is no probe for " + platform);
        }
        try {
            return Fact.known(run(builder, new ProbeStages(List.of(platform))).get(platform), FactSource.PROBE);
        } catch (IOException | FormatException e) {
            return Fact.unknown(FAILED + " on builder " + builder + ": " + e.getMessage());
        } catch (ProgramException e) {
            return Fact.unknown(FAILED + " on builder " + builder + ": " + lastLine(e));
        }
    }

    /** The same of several by one build; empty where one of them fails, as that ends the others. */
    Map<Platform, ProbeResult> together(String builder, List<Platform> platforms) {
        List<Platform> those = platforms.stream()
                .filter(platform -> ProbeProgram.of(platform).isPresent())
                .toList();
        try {
            return those.isEmpty() ? Map.of() : run(builder, new ProbeStages(those));
        } catch (IOException | FormatException | ProgramException e) {
            return Map.of();
        }
    }

    private Map<Platform, ProbeResult> run(String builder, ProbeStages stages) throws IOException, ProgramException {
        try (var folder = TemporaryFolder.make("multiarch-probe")) {
            return run(builder, stages, folder.path());
        }
    }

    private Map<Platform, ProbeResult> run(String builder, ProbeStages stages, Path folder)
            throws IOException, ProgramException {
        Path context = Files.createDirectory(folder.resolve("context"));
        Path out = folder.resolve("out");
        stages.write(context);
        Files.writeString(context.resolve("Dockerfile"), stages.stages() + "FROM scratch\n" + stages.answers());
        programs.run(buildx.command(
                                "build",
                                "--builder",
                                builder,
                                "--platform",
                                stages.platforms().get(0).toString(), // decides which of several nodes builds
                                "--provenance=false",
                                "--network=none",
                                "--progress=plain",
                                "--output=type=local,dest=" + out,
                                context.toString())
                        .within(LIMIT))
                .orThrow();
        return stages.results(out);
    }

    private static String lastLine(ProgramException e) {
        Result result = e.result();
        List<String> lines = result.lastLines();
        return lines.isEmpty() ? e.getMessage() : lines.get(lines.size() - 1);
    }
}
