package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the matrix of faults puts under tags, and finds there, without the proxy.
 *
 * @param other a second repository, which has the older indexes too
 */
record MatrixTags(Registry registry, Reference repository, Reference other) {
    private static final Platform PLATFORM = Platform.parse("linux/amd64");

    /** Puts an index of other images, older than each of the matrix, under the tag in both repositories. */
    Digest older(String tag) throws Exception {
        Instant before = FaultMatrix.START.minusSeconds(1);
        new LegImage(PLATFORM, "old").pushIndex(registry, other, before, tag);
        return new LegImage(PLATFORM, "old").pushIndex(registry, repository, before, tag);
    }

    /** Puts an index of other images, newer than each of the matrix, under the tag. */
    Digest newer(String tag) {
        try {
            Instant later = FaultMatrix.START.plus(Duration.ofDays(30));
            return new LegImage(PLATFORM, "newer").pushIndex(registry, repository, later, tag);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the tag of each repository points to. */
    List<Optional<Digest>> of(List<Reference> repositories, String tag) throws RegistryException {
        List<Optional<Digest>> found = new ArrayList<>();
        for (Reference each : repositories) {
            found.add(registry.resolve(each.withTag(tag)));
        }
        return found;
    }
}
