package dev.multiarch.step;

import dev.multiarch.image.ClientOrder;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Platform;
import dev.multiarch.record.BaseImage;
import java.util.List;
import java.util.Optional;

/**
 * What the name of a base image leads to now.
 *
 * @param digest of the document under that name
 * @param images the platforms' images; empty where the document is an image itself
 */
public record BaseNow(Digest digest, Optional<List<Descriptor>> images) {
    static BaseNow of(Digest digest, Optional<Index> index) {
        return new BaseNow(digest, index.map(Index::images));
    }

    /**
     * Whether the image that was taken then would be taken today. An index that has other platforms' images or attestations now
     * and still this image did not move for it.
     */
    public boolean still(BaseImage.Taken then) {
        return digest.equals(then.index())
                || digest.equals(then.manifest())
                || images.stream()
                        .flatMap(List::stream)
                        .anyMatch(image -> image.digest().equals(then.manifest()));
    }

    /** The image that a build on this platform takes; empty where there is none for it. */
    public Optional<Digest> taken(Platform platform) {
        return images.isEmpty()
                ? Optional.of(digest)
                : ClientOrder.of(platform).first(images.get()).map(Descriptor::digest);
    }

    /** What there is for this platform, for messages; the whole document where that is not known. */
    public Digest on(Platform platform) {
        return taken(platform).orElse(digest);
    }
}
