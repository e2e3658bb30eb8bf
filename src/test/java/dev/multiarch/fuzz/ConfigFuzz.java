package dev.multiarch.fuzz;

import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.layers.Entrypoint;
import dev.multiarch.image.layers.RootFs;
import dev.multiarch.text.FormatException;

/** Any bytes are an image's config, or refused in one sentence; what it starts is looked for in an empty image. */
public final class ConfigFuzz {
    private ConfigFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            ImageConfig config = ImageConfig.parse(input, "config");
            var started = new Entrypoint(new RootFs(), config.start()).find();
            IndexFuzz.require(started.path().isEmpty(), "nothing starts in an empty image");
        } catch (FormatException refused) {
            IndexFuzz.require(!refused.getMessage().isBlank(), "a refusal says why");
        }
    }
}
