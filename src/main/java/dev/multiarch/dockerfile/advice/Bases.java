package dev.multiarch.dockerfile.advice;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the registry says of base images that are named by a digest.
 *
 * @param known by their names in {@code FROM}; what was not asked for is not there
 * @param asked whether the registry was asked at all
 */
public record Bases(Map<String, Fact<Base>> known, boolean asked) {
    public static final Bases NOT_ASKED = new Bases(Map.of(), false);

    /**
     * A base image.
     *
     * @param platforms of an index, those of its images; of a single image the one that it is
     * @param isIndex whether the digest is an index's
     * @param index of which the tag next to the digest is, if that is an index
     */
    public record Base(boolean isIndex, List<Platform> platforms, Optional<Digest> index) {
        public Base {
            platforms = List.copyOf(platforms);
        }
    }

    public Bases {
        known = Map.copyOf(known);
    }
}
