package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One leg to build.
 *
 * @param image the repository; its tag or digest, if it has one, plays no part
 * @param attempt from 1; empty for the next free one
 * @param lowest number where none is asked for: the attempt of a workflow run, whose earlier records are not in this store
 * @param builder empty for the current one
 * @param arguments the context and any further flags of {@code docker buildx build}
 * @param layouts the folder of the record store, where the leg is to be an OCI layout next to its record; empty where it is
 *     pushed
 * @param labels of the image, where the arguments set no other
 * @param epoch SOURCE_DATE_EPOCH of the plan, in seconds
 * @param recorded names of build arguments whose values the record keeps
 */
public record LegRequest(
        Reference image,
        String plan,
        Platform platform,
        Optional<Integer> attempt,
        int lowest,
        Optional<String> builder,
        List<String> arguments,
        Optional<Path> layouts,
        Map<String, String> labels,
        Optional<Long> epoch,
        Set<String> recorded) {
    /** Whose record keeps build arguments by name only. */
    public LegRequest(
            Reference image,
            String plan,
            Platform platform,
            Optional<Integer> attempt,
            int lowest,
            Optional<String> builder,
            List<String> arguments,
            Optional<Path> layouts,
            Map<String, String> labels,
            Optional<Long> epoch) {
        this(image, plan, platform, attempt, lowest, builder, arguments, layouts, labels, epoch, Set.of());
    }

    public LegRequest {
        recorded = Set.copyOf(recorded);
        arguments = List.copyOf(arguments);
        labels = Map.copyOf(labels);
    }
}
