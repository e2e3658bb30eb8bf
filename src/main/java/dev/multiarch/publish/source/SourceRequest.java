package dev.multiarch.publish.source;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import java.util.List;
import java.util.Optional;

/**
 * What a merge takes in addition to the legs of its plan.
 *
 * @param from whose images are taken
 * @param settings of entries that are taken
 * @param keep an index whose images stay for the platforms that nothing else makes
 * @param append whether a platform of that index that something else makes too is refused, rather than replaced
 * @param remove platforms that are left out of what is taken or kept
 * @param order platforms that come first, in this order
 */
public record SourceRequest(
        List<SourceName> from,
        List<PlatformSetting> settings,
        Optional<Reference> keep,
        boolean append,
        List<Platform> remove,
        List<Platform> order) {
    /** Nothing but the legs. */
    public static final SourceRequest NONE =
            new SourceRequest(List.of(), List.of(), Optional.empty(), false, List.of(), List.of());

    public SourceRequest {
        from = List.copyOf(from);
        settings = List.copyOf(settings);
        remove = List.copyOf(remove);
        order = List.copyOf(order);
    }
}
