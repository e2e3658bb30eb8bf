package dev.multiarch.publish;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.PlatformMatch;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Refused;
import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Optional;

/**
 * A leg as a registry or an OCI layout holds it: what the builder made, and the image manifest in it.
 *
 * @param image the image manifest's digest
 * @param attestations that the leg brings, in its order
 * @param spelling of the platform in the index that will hold it, which annotations must repeat to the letter
 */
public record ResolvedLeg(BuildRecord record, Digest leg, Digest image, List<Digest> attestations, String spelling) {
    private static final int LARGEST_CONFIG = 8 << 20;

    Platform platform() {
        return record.platform();
    }

    /** @throws Refused if the leg does not hold the planned platform's image and no other */
    static ResolvedLeg of(Source source, BuildRecord record) throws RegistryException, Refused {
        try {
            return checked(read(source, record));
        } catch (FormatException wrong) {
            throw refused(record, wrong.getMessage());
        }
    }

    /**
     * The same, for a record that is in no store yet, and does not know the image.
     *
     * @throws FormatException if the leg does not hold the planned platform's image and no other
     */
    public static ResolvedLeg read(Source source, BuildRecord record) throws RegistryException {
        Digest leg = record.leg().orElseThrow(() -> new FormatException("its record names no digest"));
        JsonObject json = Json.read(source.manifest(leg).bytes(), "leg " + leg);
        return Index.isIndex(json)
                ? ofIndex(source, record, leg, Index.read(json))
                : ofImage(source, record, leg, json);
    }

    private static ResolvedLeg ofIndex(Source source, BuildRecord record, Digest leg, Index index)
            throws RegistryException {
        List<Descriptor> images = index.images();
        if (images.size() != 1) {
            throw new FormatException("it holds " + images.size() + " images, expected one");
        }
        Descriptor image = images.get(0);
        requirePlatform(record, "the leg's descriptor", image.platform(), image.platformText());
        requireNoFacts(record, index);
        Document manifest = source.manifest(image.digest());
        JsonObject json = Json.read(manifest.bytes(), "image " + image.digest());
        ImageConfig config = config(source, Manifest.read(json));
        Platform planned = record.platform();
        if (!PlatformMatch.matches(planned, image.platformText(), config.platform(), config.platformText())) {
            throw new FormatException("its config says " + config.platformText() + ", expected " + planned);
        }
        List<Digest> attestations = index.manifests().stream()
                .filter(Descriptor::isAttestation)
                .map(Descriptor::digest)
                .toList();
        return new ResolvedLeg(record, leg, image.digest(), attestations, image.platformText());
    }

    private static ResolvedLeg ofImage(Source source, BuildRecord record, Digest leg, JsonObject json)
            throws RegistryException {
        ImageConfig config = config(source, Manifest.read(json));
        requirePlatform(record, "its config", config.platform(), config.platformText());
        return new ResolvedLeg(record, leg, leg, List.of(), config.platformText());
    }

    private static ImageConfig config(Source source, Manifest manifest) throws RegistryException {
        Document bytes = source.blob(manifest.config(), LARGEST_CONFIG);
        return ImageConfig.parse(bytes.bytes(), "config " + bytes.digest());
    }

    private static ResolvedLeg checked(ResolvedLeg leg) {
        Optional<Digest> recorded = leg.record.digest();
        if (!recorded.equals(Optional.of(leg.image))) {
            throw new FormatException("its image is " + leg.image + ", its record says "
                    + recorded.map(Digest::toString).orElse("none"));
        }
        return leg;
    }

    /** imagetools would carry them over, and among those of the merge nobody could distinguish them. */
    private static void requireNoFacts(BuildRecord record, Index index) {
        Optional<String> claimed = index.manifests().stream()
                .flatMap(entry -> entry.annotations().keySet().stream())
                .filter(key -> key.startsWith(SameImages.FACTS))
                .findFirst();
        if (claimed.isPresent()) {
            throw new FormatException(
                    "its index has the annotation " + claimed.get() + ", which is the merge's to write");
        }
    }

    private static void requirePlatform(BuildRecord record, String source, Optional<Platform> found, String text) {
        if (found.filter(record.platform()::covers).isEmpty()) {
            throw new FormatException(source + " says " + text + ", expected " + record.platform());
        }
    }

    static Refused refused(BuildRecord record, String why) {
        return new Refused(record.platform() + ": leg "
                + record.leg().map(Digest::toString).orElse("") + " of record "
                + record.claim().record() + ": " + why
                + ". Nothing was merged, no tag was moved. Fix: build this leg again");
    }
}
