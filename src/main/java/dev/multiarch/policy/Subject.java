package dev.multiarch.policy;

import dev.multiarch.host.Fact;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.layers.Binaries;
import dev.multiarch.record.BuildFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An index with everything that the enabled rules need to know of it, gathered before any rule runs.
 *
 * @param reference as the user named it
 * @param digest of the index's own bytes
 * @param attestations the manifests of the entries that call themselves attestations, by digest; none where no rule reads
 *     them
 * @param images one for each entry of the index that does not call itself an attestation, in the index's order
 */
public record Subject(
        String reference, Digest digest, Index index, Map<Digest, Fact<Manifest>> attestations, List<Image> images) {
    public Subject with(List<Image> others) {
        return new Subject(reference, digest, index, attestations, others);
    }

    /** As the verdict keeps it. */
    Verdict.OfIndex judged() {
        return new Verdict.OfIndex(
                reference, Optional.of(digest), images.stream().map(Image::leg).toList());
    }

    /**
     * One entry of the index.
     *
     * @param blobs everything that the image consists of: its manifest, config and layers
     */
    public record Image(
            Descriptor descriptor,
            Fact<Manifest> manifest,
            Fact<ImageConfig> config,
            List<Blob> blobs,
            BuildFacts build,
            Fact<Binaries> binaries) {
        /** Of which the layers were not read. */
        public Image(
                Descriptor descriptor,
                Fact<Manifest> manifest,
                Fact<ImageConfig> config,
                List<Blob> blobs,
                BuildFacts build) {
            this(descriptor, manifest, config, blobs, build, Fact.unknown("no enabled rule reads the layers"));
        }

        public Image with(Fact<Binaries> read) {
            return new Image(descriptor, manifest, config, blobs, build, read);
        }

        Verdict.Leg leg() {
            return new Verdict.Leg(
                    descriptor.platform(),
                    descriptor.digest(),
                    manifest.map(Manifest::compressedSize),
                    manifest.map(m -> m.layers().size()),
                    build.emulated(),
                    build.duration());
        }
    }

    /**
     * @param what as people call it: {@code manifest}, {@code config}, {@code layer 3}
     * @param exists whether the registry has it
     * @param wrongSize what its descriptor says and what it has, in words, where the two differ
     */
    public record Blob(String what, Digest digest, Fact<Boolean> exists, Optional<String> wrongSize) {
        public Blob(String what, Digest digest, Fact<Boolean> exists) {
            this(what, digest, exists, Optional.empty());
        }

        /** @param found the real size in bytes */
        public Blob of(long claimed, Optional<Long> found) {
            return new Blob(
                    what,
                    digest,
                    exists,
                    found.filter(size -> size != claimed)
                            .map(size -> size + " bytes, and its descriptor says " + claimed));
        }
    }
}
