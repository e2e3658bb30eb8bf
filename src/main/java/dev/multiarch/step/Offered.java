package dev.multiarch.step;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import java.util.List;

/**
 * Which platforms an image is offered for.
 *
 * @param digest of what its name leads to
 * @param platforms of an index, those of its images; of a single image the one that its config names, if it names one
 */
public record Offered(Digest digest, boolean isIndex, List<Platform> platforms) {
    private static final int LARGEST_CONFIG = 4 << 20;

    public Offered {
        platforms = List.copyOf(platforms);
    }

    /** @throws dev.multiarch.text.FormatException if what is there is no image */
    public static Offered by(Source source, Reference name) throws RegistryException {
        Document document = source.root();
        if (MediaTypes.isIndex(document.mediaType())) {
            Index index = Index.parse(document.bytes(), name.toString());
            List<Platform> platforms = index.images().stream()
                    .flatMap(entry -> entry.platform().stream())
                    .distinct()
                    .toList();
            return new Offered(document.digest(), true, platforms);
        }
        Descriptor config = Manifest.parse(document.bytes(), name.toString()).config();
        byte[] bytes = source.blob(config, LARGEST_CONFIG).bytes();
        return new Offered(
                document.digest(),
                false,
                ImageConfig.parse(bytes, "config " + config.digest()).platform().stream()
                        .toList());
    }
}
