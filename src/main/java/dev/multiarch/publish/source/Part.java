package dev.multiarch.publish.source;

import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Optional;

/**
 * An image with the attestations that the index has of it.
 *
 * @param source as messages name it
 * @param spelling of the platform in the entry
 * @param configured the platform of the image's config, where that has one
 * @param configSpelling as the config spells it
 */
public record Part(
        Origin origin,
        String source,
        Platform platform,
        String spelling,
        Optional<Platform> configured,
        String configSpelling,
        Entry image,
        List<Entry> attestations) {
    /** Why an image is in the merged index. */
    public enum Origin {
        /** It is a leg of the plan. */
        PLANNED,
        /** It was named. */
        TAKEN,
        /** It is in the index that is to be kept. */
        KEPT
    }

    /** Of what tells two apart already: that of all members would have to be linked first, which takes Java milliseconds. */
    @Override
    public int hashCode() {
        return image.manifest().toString().hashCode();
    }

    Part with(List<Entry> others) {
        return new Part(origin, source, platform, spelling, configured, configSpelling, image, others);
    }

    Part on(Platform other, String otherSpelling, Entry entry) {
        return new Part(origin, source, other, otherSpelling, configured, configSpelling, entry, attestations);
    }
}
