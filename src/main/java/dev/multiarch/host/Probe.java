package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Runs a program of a few hundred bytes on a builder, in an image that holds nothing else, and brings its answer back in a
 * file. The program's source is in {@code src/main/probe}. Fails by an unknown fact only: no build fails for it.
 */
final class Probe {
    static final String FAILED = "the probe failed";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LARGEST_ANSWER = 4096;
    private static final String ANSWER = "multiarch-facts";
    private static final String DOCKERFILE = """
            FROM scratch AS run
            COPY --chmod=755 probe nonce /
            RUN ["/probe"]
            FROM scratch
            COPY --from=run /multiarch-facts /
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
            Path folder = Files.createTempDirectory("multiarch-probe");
            try {
                return run(builder, platform, program.get(), folder);
            } finally {
                delete(folder);
            }
        } catch (IOException | FormatException e) {
            return Fact.unknown(FAILED + " on builder " + builder + ": " + e.getMessage());
        } catch (ProgramException e) {
            return Fact.unknown(FAILED + " on builder " + builder + ": " + lastLine(e));
        }
    }

    private Fact<ProbeResult> run(String builder, Platform platform, byte[] program, Path folder)
            throws IOException, ProgramException {
        Path context = Files.createDirectory(folder.resolve("context"));
        Path out = folder.resolve("out");
        Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
        Files.write(context.resolve("probe"), program);
        Files.writeString(context.resolve("nonce"), UUID.randomUUID().toString()); // an answer from the cache is none
        programs.run(buildx.command(
                                "build",
                                "--builder",
                                builder,
                                "--platform",
                                platform.toString(),
                                "--provenance=false",
                                "--network=none", // it needs none, and a daemon may have none to give
                                "--progress=plain",
                                "--output=type=local,dest=" + out,
                                context.toString())
                        .within(LIMIT))
                .orThrow();
        Path answer = out.resolve(ANSWER);
        if (!Files.isRegularFile(answer, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it left no answer");
        }
        String text = new String(LocalHost.read(answer, LARGEST_ANSWER), StandardCharsets.UTF_8);
        return Fact.known(ProbeResult.parse(text), FactSource.PROBE);
    }

    private static String lastLine(ProgramException e) {
        Result result = e.result();
        List<String> lines = result.lastLines();
        return lines.isEmpty() ? e.getMessage() : lines.get(lines.size() - 1);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
