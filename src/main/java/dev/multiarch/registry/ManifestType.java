package dev.multiarch.registry;

import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.AmbiguousException;
import dev.multiarch.text.FormatException;
import java.util.Optional;

/**
 * What a manifest is, by three witnesses: its members, its own {@code mediaType}, the {@code Content-Type} it was served
 * with. Tools that believe different witnesses see different images, so an index against an image is refused; {@code
 * application/json}, or Docker's name for an OCI index, does no harm.
 */
public record ManifestType(JsonObject json, String served) {
    /** RFC 6838, 4.2: type and subtype have at most 127 characters each. */
    private static final int LONGEST = 255;

    /**
     * @return the document's media type, by the document itself before the registry. A document that clients read in
     *     different ways passes here, as the code that parses it refuses it and can say which document it is
     */
    public static String of(byte[] bytes, String contentType) {
        try {
            return new ManifestType(Json.read(bytes, "the manifest"), contentType).judge();
        } catch (AmbiguousException refusedLater) {
            return contentType;
        }
    }

    private String judge() {
        if (served.length() > LONGEST) {
            throw new FormatException("the registry names a media type of " + served.length()
                    + " characters, expected at most " + LONGEST + ": " + served);
        }
        boolean index = json.has("manifests");
        boolean image = json.has("layers") || json.has("config");
        if (index && image) {
            throw json.ambiguous("manifests", "is next to \"layers\" or \"config\": an index or an image, not both");
        }
        Optional<String> own = json.optionalText("mediaType");
        if (own.filter(type -> type.length() > LONGEST).isPresent()) {
            throw json.problem("mediaType", "expected at most " + LONGEST + " characters");
        }
        if (index || image) {
            own.filter(type -> contradicts(index, type)).ifPresent(type -> {
                throw json.ambiguous("mediaType", "this is " + name(index) + ", and calls itself " + type);
            });
            if (contradicts(index, served)) {
                throw new FormatException("the document is " + name(index) + ", but the registry calls it " + served);
            }
        }
        return own.orElseGet(() ->
                isKnown(served) || !index && !image ? served : index ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST);
    }

    private static boolean contradicts(boolean index, String type) {
        return isKnown(type) && MediaTypes.isIndex(type) != index;
    }

    private static String name(boolean index) {
        return index ? "an index" : "an image manifest";
    }

    private static boolean isKnown(String type) {
        return MediaTypes.isIndex(type) || MediaTypes.isManifest(type);
    }
}
