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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs a program of a few hundred bytes on a builder, in an image that holds nothing else, and brings its answer back in a
 * file. The program's source is in {@code src/main/probe}. Fails by an unknown fact only: no build fails for it.
 */
final class Probe {
    static final String FAILED = "the probe failed";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LARGEST_ANSWER = 4096;
    private static final String ANSWER = "multiarch-facts";
    private static final String STAGE = """
            FROM --platform=%1$s scratch AS run%2$d
            COPY --chmod=755 probe%2$d /probe
            COPY nonce /
            RUN ["/probe"]
            """;

    private final Programs programs;
    private final Buildx buildx;

    Probe(Programs programs, Buildx buildx) {
        this.programs = programs;
        this.buildx = buildx;
    }

    /** What it finds on the builder when it is run as a program of this platform. */
    Fact<ProbeResult> run(String builder, Platform platform) {
        Optional<byte[]> program = ProbeProgram.of(platform);
        if (program.isEmpty()) {
            return Fact.unknown("there is no probe for " + platform);
        }
        try {
            return Fact.known(run(builder, Map.of(platform, program.get())).get(platform), FactSource.PROBE);
        } catch (IOException | FormatException e) {
            return Fact.unknown(FAILED + " on builder " + builder + ": " + e.getMessage());
        } catch (ProgramException e) {
            return Fact.unknown(FAILED + " on builder " + builder + ": " + lastLine(e));
        }
    }

    /** The same of several by one build; empty where one of them fails, as that ends the others. */
    Map<Platform, ProbeResult> together(String builder, List<Platform> platforms) {
        Map<Platform, byte[]> programs = new LinkedHashMap<>();
        platforms.forEach(platform -> ProbeProgram.of(platform).ifPresent(program -> programs.put(platform, program)));
        try {
            return run(builder, programs);
        } catch (IOException | FormatException | ProgramException e) {
            return Map.of();
        }
    }

    private Map<Platform, ProbeResult> run(String builder, Map<Platform, byte[]> programs)
            throws IOException, ProgramException {
        try (var folder = TemporaryFolder.make("multiarch-probe")) {
            return run(builder, programs, folder.path());
        }
    }

    private Map<Platform, ProbeResult> run(String builder, Map<Platform, byte[]> programs, Path folder)
            throws IOException, ProgramException {
        Path context = Files.createDirectory(folder.resolve("context"));
        Path out = folder.resolve("out");
        List<Platform> platforms = List.copyOf(programs.keySet());
        var stages = new StringBuilder();
        var answers = new StringBuilder("FROM scratch\n");
        for (int i = 0; i < platforms.size(); i++) {
            Files.write(context.resolve("probe" + i), programs.get(platforms.get(i)));
            stages.append(STAGE.formatted(platforms.get(i), i));
            answers.append("COPY --from=run" + i + " /" + ANSWER + " /" + ANSWER + i + "\n");
        }
        Files.writeString(context.resolve("Dockerfile"), stages.append(answers));
        Files.writeString(context.resolve("nonce"), UUID.randomUUID().toString()); // an answer from the cache is none
        this.programs
                .run(buildx.command(
                                "build",
                                "--builder",
                                builder,
                                "--platform",
                                platforms.get(0).toString(), // decides which of several nodes builds
                                "--provenance=false",
                                "--network=none", // it needs none, and a daemon may have none to give
                                "--progress=plain",
                                "--output=type=local,dest=" + out,
                                context.toString())
                        .within(LIMIT))
                .orThrow();
        Map<Platform, ProbeResult> results = new LinkedHashMap<>();
        for (int i = 0; i < platforms.size(); i++) {
            results.put(platforms.get(i), answer(out.resolve(ANSWER + i)));
        }
        return results;
    }

    private static ProbeResult answer(Path answer) throws IOException {
        if (!Files.isRegularFile(answer, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it left no answer");
        }
        return ProbeResult.parse(new String(LocalHost.read(answer, LARGEST_ANSWER), StandardCharsets.UTF_8));
    }

    private static String lastLine(ProgramException e) {
        Result result = e.result();
        List<String> lines = result.lastLines();
        return lines.isEmpty() ? e.getMessage() : lines.get(lines.size() - 1);
    }
}
