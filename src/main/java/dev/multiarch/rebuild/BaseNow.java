package dev.multiarch.rebuild;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Platform;
import dev.multiarch.record.BaseImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the name of a base image leads to now.
 *
 * @param digest of the document under that name
 * @param images the platforms' images by digest; none where the document is an image itself
 */
record BaseNow(Digest digest, Map<Digest, Optional<Platform>> images) {
    static BaseNow of(Digest digest, Optional<Index> index) {
        Map<Digest, Optional<Platform>> images = new LinkedHashMap<>();
        index.ifPresent(all -> {
            for (Descriptor image : all.images()) {
                images.putIfAbsent(image.digest(), image.platform());
            }
        });
        return new BaseNow(digest, images);
    }

    /**
     * Whether the image that was taken then would be taken today. An index that has other platforms' images or attestations now
     * and still this image did not move for it.
     */
    boolean still(BaseImage then) {
        return digest.equals(then.indexDigest())
                || digest.equals(then.manifestDigest())
                || images.containsKey(then.manifestDigest());
    }

    /** What there is for this platform, for messages; the whole document where that is not known. */
    Digest on(Platform platform) {
        return images.entrySet().stream()
                .filter(image -> image.getValue().equals(Optional.of(platform)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(digest);
    }
}
