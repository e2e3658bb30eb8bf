package dev.multiarch.dockerfile;

import dev.multiarch.image.Platform;
import java.util.Map;
import java.util.Optional;

/**
 * What a build is given next to its Dockerfile.
 *
 * @param arguments build arguments with their values
 * @param contexts named build contexts, with their addresses
 * @param target the stage that becomes the image; the last one where none is named
 * @param platform that is built
 * @param builder the platform that the builder runs itself, where that is known
 */
public record BuildInputs(
        Map<String, String> arguments,
        Map<String, String> contexts,
        Optional<String> target,
        Platform platform,
        Optional<Platform> builder) {
    public BuildInputs {
        arguments = Map.copyOf(arguments);
        contexts = Map.copyOf(contexts);
    }
}
