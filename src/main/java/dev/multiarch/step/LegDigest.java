package dev.multiarch.step;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.text.FormatException;
import java.util.List;

/** What a leg results in: with attestations the builder made an index, without them the image itself. */
public final class LegDigest {
    private LegDigest() {}

    /** @throws StepFailed if it is not one image of this platform */
    public static Digest image(Source source, Digest leg, Platform platform) throws RegistryException, StepFailed {
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
