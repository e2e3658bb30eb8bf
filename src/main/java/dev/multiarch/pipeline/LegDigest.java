package dev.multiarch.pipeline;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.FormatException;
import dev.multiarch.image.Index;
import dev.multiarch.image.Json;
import dev.multiarch.image.JsonObject;
import dev.multiarch.image.Platform;
import dev.multiarch.registry.RegistryException;
import dev.multiarch.registry.Source;
import java.util.List;

/** What a leg comes down to: with attestations the builder made an index, without them the image itself. */
final class LegDigest {
    private LegDigest() {}

    /** @throws StepFailed if it is not one image of this platform */
    static Digest image(Source source, Digest leg, Platform platform) throws RegistryException, StepFailed {
        byte[] bytes = source.manifest(leg).bytes();
        try {
            JsonObject json = Json.read(bytes, "leg " + leg);
            if (!Index.isIndex(json)) {
                return leg;
            }
            List<Descriptor> images = Index.read(json).images();
            boolean one = images.size() == 1
                    && images.get(0).platform().filter(platform::covers).isPresent();
            if (!one) {
                throw new StepFailed(platform + ": the builder made " + leg + " with "
                        + images.stream().map(Descriptor::platformText).toList() + ", expected one image for "
                        + platform
                        + ". Fix: look at what the Dockerfile's last stage is built from. No tag was moved");
            }
            return images.get(0).digest();
        } catch (FormatException malformed) {
            throw new StepFailed(
                    platform + ": what the builder made can't be read: " + malformed.getMessage(), malformed);
        }
    }
}
