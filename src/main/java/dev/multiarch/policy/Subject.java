package dev.multiarch.policy;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Artifact;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.Binaries;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.SmokeRun;
import dev.multiarch.signature.SignatureLookup;
import dev.multiarch.signature.SignatureScope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An index with everything that the enabled rules need to know of it, gathered before any rule runs. A single image is an
 * index of that one image, whose media type is the image's.
 *
 * @param reference as the user named it
 * @param digest of the index's own bytes
 * @param attestations what the entries that call themselves attestations hold, by digest; none where no rule reads them
 * @param images the entries of the index that clients may run, in the index's order
 * @param aside the other entries; no rule judges them
 * @param signatures what signatures there are of it
 */
public record Subject(
        String reference,
        Digest digest,
        Index index,
        Map<Digest, Fact<Attestation>> attestations,
        List<Image> images,
        List<Aside> aside,
        SignatureLookup signatures) {
    /** @param entries all that do not call themselves attestations; artifacts among them are not judged */
    public Subject(
            String reference,
            Digest digest,
            Index index,
            Map<Digest, Fact<Attestation>> attestations,
            List<Image> entries) {
        this(
                reference,
                digest,
                index,
                attestations,
                entries.stream().filter(entry -> entry.artifact().isEmpty()).toList(),
                entries.stream()
                        .flatMap(entry -> entry.artifact().stream().map(what -> new Aside(entry.descriptor(), what)))
                        .toList(),
                SignatureLookup.NONE);
    }

    /** An entry that is an artifact. */
    public record Aside(Descriptor descriptor, Artifact artifact) {}

    /** What the entry of this digest holds. */
    public Fact<Attestation> attestation(Digest entry) {
        return attestations.getOrDefault(entry, Fact.unknown("it was not read"));
    }

    public Subject with(List<Image> others) {
        return new Subject(reference, digest, index, attestations, others, aside, signatures);
    }

    public Subject with(SignatureLookup found) {
        return new Subject(reference, digest, index, attestations, images, aside, found);
    }

    /** The digests that have to be signed: its own first. */
    public List<Digest> within(SignatureScope scope) {
        Set<Digest> digests = new LinkedHashSet<>(List.of(digest));
        if (scope != SignatureScope.INDEX) {
            images.forEach(image -> digests.add(image.descriptor().digest()));
        }
        if (scope == SignatureScope.ALL) {
            attested().forEach(entry -> digests.add(entry.digest()));
        }
        return List.copyOf(digests);
    }

    /** The entries that call themselves attestations. */
    public List<Descriptor> attested() {
        return index.manifests().stream().filter(Descriptor::isAttestation).toList();
    }

    /** Whether it is an index, rather than a single image or artifact. */
    public boolean isIndex() {
        return MediaTypes.isIndex(index.mediaType());
    }

    /** What it is, where there is no image in it: {@code it is a Helm chart, not an image}. */
    public String withoutImages() {
        if (aside.isEmpty()) {
            return "the index holds no image";
        }
        if (kinds().containsKey(Artifact.CACHE)) {
            return "it is a " + Artifact.CACHE + ", not an image that clients run";
        }
        return isIndex()
                ? "the index holds no image, but artifacts (" + Artifact.count(kinds()) + ")"
                : aside.get(0).artifact().sentence();
    }

    /** How many artifacts there are of each kind. */
    public Map<String, Integer> kinds() {
        Map<String, Integer> counts = new TreeMap<>();
        aside.forEach(each -> counts.merge(each.artifact().name(), 1, Integer::sum));
        return counts;
    }

    /** As the verdict keeps it. */
    Verdict.OfIndex judged() {
        return new Verdict.OfIndex(
                reference, Optional.of(digest), images.stream().map(Image::leg).toList(), kinds());
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

        Optional<Artifact> artifact() {
            return Artifact.of(descriptor, manifest.value(), config.value());
        }

        /** The same image as another descriptor names it. */
        public Image on(Descriptor other) {
            return new Image(other, manifest, config, blobs, build, binaries);
        }

        /** With the programs of its layers; layers that were read in full have the right size, whatever else was heard of them. */
        public Image with(Fact<Binaries> read) {
            boolean whole = read.value().filter(all -> all.faults().isEmpty()).isPresent();
            List<Blob> known = whole
                    ? blobs.stream()
                            .map(blob -> blob.isLayer() ? blob.read(read) : blob)
                            .toList()
                    : blobs;
            return new Image(descriptor, manifest, config, known, build, read);
        }

        /** With what became of commands that were run in it. */
        public Image tried(Fact<SmokeRun> run) {
            return new Image(descriptor, manifest, config, blobs, build.tried(run), binaries);
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
     * @param elsewhere where else it is kept, for a layer that may not be distributed
     * @param wrongSize what its descriptor says and what it has, in words, where the two differ
     */
    public record Blob(
            String what, Digest digest, Fact<Boolean> exists, List<String> elsewhere, Optional<String> wrongSize) {
        public Blob(String what, Digest digest, Fact<Boolean> exists) {
            this(what, digest, exists, List.of());
        }

        public Blob(String what, Digest digest, Fact<Boolean> exists, List<String> elsewhere) {
            this(what, digest, exists, elsewhere, Optional.empty());
        }

        boolean isLayer() {
            return what.startsWith("layer ");
        }

        /** It was read in full just now; what comes from a cache was read from anywhere, at any time. */
        private Blob read(Fact<?> layers) {
            boolean cached = layers.learnt().equals(Optional.of(FactSource.CACHE));
            return new Blob(what, digest, cached ? exists : layers.map(any -> true), elsewhere);
        }

        /**
         * @param found the size in bytes
         * @param how it was learnt, for the message; empty where it was seen
         */
        public Blob of(long claimed, Optional<Long> found, String how) {
            return new Blob(
                    what,
                    digest,
                    exists,
                    elsewhere,
                    found.filter(size -> size != claimed)
                            .map(size -> size + " bytes" + how + ", and its descriptor says " + claimed));
        }
    }
}
