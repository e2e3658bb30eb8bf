package dev.multiarch.pipeline;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import java.util.List;
import java.util.Optional;

/**
 * One leg to build.
 *
 * @param image the repository; its tag or digest, if it has one, plays no part
 * @param attempt from 1; empty for the next free one
 * @param builder empty for the current one
 * @param arguments the context and any further flags of {@code docker buildx build}
 */
public record LegRequest(
        Reference image,
        String plan,
        Platform platform,
        Optional<Integer> attempt,
        Optional<String> builder,
        List<String> arguments) {
    public LegRequest {
        arguments = List.copyOf(arguments);
    }
}
