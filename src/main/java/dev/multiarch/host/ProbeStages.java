package dev.multiarch.host;

import dev.multiarch.image.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The stages of a build that run the probe of each of these platforms, in an image that holds nothing else, and bring the
 * answers back in files. Other stages may be in the same build. The build is to have no network: they need none, and a daemon
 * may have none to give.
 *
 * @param platforms each with a program
 */
public record ProbeStages(List<Platform> platforms) {
    private static final int LARGEST_ANSWER = 4096;
    private static final String STAGE = """
            FROM --platform=%1$s scratch AS probe%2$d
            COPY --chmod=755 probe%2$d /probe
            COPY nonce /
            RUN ["/probe"]
            """;

    public ProbeStages {
        platforms = List.copyOf(platforms);
    }

    /** Puts what the stages copy into a build's context. */
    public void write(Path context) throws IOException {
        for (int i = 0; i < platforms.size(); i++) {
            Files.write(
                    context.resolve("probe" + i),
                    ProbeProgram.of(platforms.get(i)).orElseThrow());
        }
        Files.writeString(context.resolve("nonce"), UUID.randomUUID().toString()); // an answer from the cache is none
    }

    /** For a Dockerfile, before its last stage. */
    public String stages() {
        var text = new StringBuilder();
        for (int i = 0; i < platforms.size(); i++) {
            text.append(STAGE.formatted(platforms.get(i), i));
        }
        return text.toString();
    }

    /** For its last stage, which is what the build brings back. */
    public String answers() {
        var text = new StringBuilder();
        for (int i = 0; i < platforms.size(); i++) {
            text.append("COPY --from=probe" + i + " " + ProbeProgram.ANSWER + " " + ProbeProgram.ANSWER + i + "\n");
        }
        return text.toString();
    }

    /** @param out what the build brought back */
    Map<Platform, ProbeResult> results(Path out) throws IOException {
        Map<Platform, ProbeResult> results = new LinkedHashMap<>();
        for (int i = 0; i < platforms.size(); i++) {
            Path answer = out.resolve(ProbeProgram.ANSWER.substring(1) + i);
            if (!Files.isRegularFile(answer, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("it left no answer");
            }
            String text = new String(LocalHost.read(answer, LARGEST_ANSWER), StandardCharsets.UTF_8);
            results.put(platforms.get(i), ProbeResult.parse(text));
        }
        return results;
    }
}
