package dev.multiarch.pipeline;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.FormatException;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Index;
import dev.multiarch.image.Json;
import dev.multiarch.image.JsonObject;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.RegistryException;
import java.util.List;
import java.util.Optional;

/**
 * A leg as the registry holds it: what the builder pushed, and the image manifest that this comes down to.
 *
 * @param image the image manifest's digest
 * @param attestations that the leg brings, in its order
 * @param spelling of the platform in the index that will hold it, which annotations must repeat to the letter
 */
record ResolvedLeg(BuildRecord record, Digest leg, Digest image, List<Digest> attestations, String spelling) {
    private static final int LARGEST_CONFIG = 8 << 20;

    Platform platform() {
        return record.platform();
    }

    /** @throws Refused if the leg does not hold the planned platform's image and no other */
    static ResolvedLeg of(Registry registry, Reference repository, BuildRecord record)
            throws RegistryException, Refused {
        Digest leg = record.leg().orElseThrow(() -> refused(record, "its record names no digest"));
        Document document = registry.manifest(repository.with(leg));
        try {
            JsonObject json = Json.read(document.bytes(), "leg " + leg);
            return Index.isIndex(json)
                    ? ofIndex(registry, repository, record, leg, Index.read(json))
                    : ofImage(registry, repository, record, leg, json);
        } catch (FormatException malformed) {
            throw refused(record, malformed.getMessage());
        }
    }

    private static ResolvedLeg ofIndex(
            Registry registry, Reference repository, BuildRecord record, Digest leg, Index index)
            throws RegistryException, Refused {
        List<Descriptor> images = index.images();
        if (images.size() != 1) {
            throw refused(record, "it holds " + images.size() + " images, expected one");
        }
        Descriptor image = images.get(0);
        requirePlatform(record, "the leg's descriptor", image.platform(), image.platformText());
        requireNoFacts(record, index);
        Document manifest = registry.manifest(repository.with(image.digest()));
        JsonObject json = Json.read(manifest.bytes(), "image " + image.digest());
        checkConfig(registry, repository, record, Manifest.read(json));
        List<Digest> attestations = index.manifests().stream()
                .filter(Descriptor::isAttestation)
                .map(Descriptor::digest)
                .toList();
        return checked(new ResolvedLeg(record, leg, image.digest(), attestations, image.platformText()));
    }

    private static ResolvedLeg ofImage(
            Registry registry, Reference repository, BuildRecord record, Digest leg, JsonObject json)
            throws RegistryException, Refused {
        ImageConfig config = checkConfig(registry, repository, record, Manifest.read(json));
        return checked(new ResolvedLeg(record, leg, leg, List.of(), config.platformText()));
    }

    private static ImageConfig checkConfig(
            Registry registry, Reference repository, BuildRecord record, Manifest manifest)
            throws RegistryException, Refused {
        Document bytes = registry.blob(repository, manifest.config(), LARGEST_CONFIG);
        ImageConfig config = ImageConfig.parse(bytes.bytes(), "config " + bytes.digest());
        requirePlatform(record, "its config", config.platform(), config.platformText());
        return config;
    }

    private static ResolvedLeg checked(ResolvedLeg leg) throws Refused {
        Optional<Digest> recorded = leg.record.digest();
        if (!recorded.equals(Optional.of(leg.image))) {
            throw refused(
                    leg.record,
                    "its image is " + leg.image + ", its record says "
                            + recorded.map(Digest::toString).orElse("none"));
        }
        return leg;
    }

    /** imagetools would carry them over, and among those of the merge nobody could tell them apart. */
    private static void requireNoFacts(BuildRecord record, Index index) throws Refused {
        Optional<String> claimed = index.manifests().stream()
                .flatMap(entry -> entry.annotations().keySet().stream())
                .filter(key -> key.startsWith(SameImages.FACTS))
                .findFirst();
        if (claimed.isPresent()) {
            throw refused(record, "its index has the annotation " + claimed.get() + ", which is the merge's to write");
        }
    }

    private static void requirePlatform(BuildRecord record, String source, Optional<Platform> found, String text)
            throws Refused {
        if (!found.equals(Optional.of(record.platform()))) {
            throw refused(record, source + " says " + text + ", expected " + record.platform());
        }
    }

    private static Refused refused(BuildRecord record, String why) {
        return new Refused(record.platform() + ": leg "
                + record.leg().map(Digest::toString).orElse("") + " of record "
                + record.claim().record() + ": " + why
                + ". Nothing was merged, no tag was moved. Fix: build this leg again");
    }
}
