package dev.multiarch.registry;

import dev.multiarch.image.FormatException;
import dev.multiarch.image.Json;
import dev.multiarch.image.JsonObject;
import dev.multiarch.image.MediaTypes;
import java.util.Optional;

/**
 * What a manifest is, by three witnesses: its members, its own {@code mediaType}, the {@code Content-Type} it was served
 * with. Tools that believe different witnesses see different images, so an index against an image is refused; {@code
 * application/json}, or Docker's name for an OCI index, does no harm.
 */
record ManifestType(JsonObject json, String served) {
    /** RFC 6838, 4.2: type and subtype have at most 127 characters each. */
    private static final int LONGEST = 255;

    /** @return the document's media type; its own word counts most */
    static String of(byte[] bytes, String contentType) {
        return new ManifestType(Json.read(bytes, "the manifest"), contentType).judge();
    }

    private String judge() {
        if (served.length() > LONGEST) {
            throw new FormatException("the registry names a media type of " + served.length()
                    + " characters, expected at most " + LONGEST + ": " + served);
        }
        boolean index = json.has("manifests");
        boolean image = json.has("layers") || json.has("config");
        if (index && image) {
            throw json.problem("manifests", "stands beside \"layers\" or \"config\": an index or an image, not both");
        }
        Optional<String> own = json.optionalText("mediaType");
        if (own.filter(type -> type.length() > LONGEST).isPresent()) {
            throw json.problem("mediaType", "expected at most " + LONGEST + " characters");
        }
        if (index || image) {
            own.ifPresent(type -> require(index, type, "the document calls itself"));
            require(index, served, "the registry calls it");
        }
        return own.orElseGet(() ->
                isKnown(served) || !index && !image ? served : index ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST);
    }

    private void require(boolean index, String type, String who) {
        if (isKnown(type) && MediaTypes.isIndex(type) != index) {
            throw new FormatException(
                    "the document is " + (index ? "an index" : "an image manifest") + ", but " + who + " " + type);
        }
    }

    private static boolean isKnown(String type) {
        return MediaTypes.isIndex(type) || MediaTypes.isManifest(type);
    }
}
