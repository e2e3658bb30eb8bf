package dev.multiarch.image;

import java.util.Optional;

/**
 * The part of an image's config that says what it runs on (OCI Image Format 1.1, config).
 *
 * @param platform normalised; empty where the config names none or a malformed one
 * @param platformText the platform as the config spells it
 */
public record ImageConfig(Optional<Platform> platform, String platformText, Optional<String> created) {
    public static ImageConfig parse(byte[] bytes, String what) {
        JsonObject json = Json.read(bytes, what);
        Descriptor.Spelt spelt = Descriptor.Spelt.read(json);
        return new ImageConfig(spelt.platform(), spelt.text(), json.optionalText("created"));
    }
}
