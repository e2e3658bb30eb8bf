package dev.multiarch.publish.source;

import dev.multiarch.image.Artifact;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.MemoryBudget;
import dev.multiarch.text.FormatException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Reads the manifest and the config of images.
 *
 * @param requests that make them where there are several
 */
record ImageReader(Source source, MemoryBudget.Share memory, ExecutorService requests) {
    private static final int LARGEST_CONFIG = 8 << 20;

    /**
     * @param artifact what it is, if it is not an image
     * @param platform of the config; empty where it names none, or is not an image's
     */
    record Found(Optional<Artifact> artifact, Optional<Platform> platform, String spelling) {}

    /** @throws FormatException if what is there is malformed, larger than it says, or too large */
    Found read(Descriptor entry) throws RegistryException {
        if (!MediaTypes.isManifest(entry.mediaType())) {
            return found(entry, Optional.empty(), Optional.empty());
        }
        Document document = source.manifest(entry.digest());
        if (document.bytes().length != entry.size()) {
            throw new FormatException(
                    "its entry says that it has " + entry.size() + " bytes, and it has " + document.bytes().length);
        }
        take(document.bytes());
        Manifest manifest = Manifest.read(Json.read(document.bytes(), "manifest " + entry.digest()));
        String type = manifest.config().mediaType();
        if (!MediaTypes.isConfig(type) && !MediaTypes.isMaybeConfig(type)) {
            return found(entry, Optional.of(manifest), Optional.empty());
        }
        memory.refusal(manifest.config().size()).ifPresent(ImageReader::refuse);
        byte[] bytes = source.blob(manifest.config(), LARGEST_CONFIG).bytes();
        take(bytes);
        ImageConfig config =
                ImageConfig.parse(bytes, "config " + manifest.config().digest());
        return found(entry, Optional.of(manifest), Optional.of(config));
    }

    private static Found found(Descriptor entry, Optional<Manifest> manifest, Optional<ImageConfig> config) {
        return new Found(
                Artifact.of(entry, manifest, config),
                config.flatMap(ImageConfig::platform),
                config.map(ImageConfig::platformText).orElse(""));
    }

    void take(byte[] json) {
        memory.take(json).ifPresent(ImageReader::refuse);
    }

    private static void refuse(String why) {
        throw new FormatException(why);
    }
}
