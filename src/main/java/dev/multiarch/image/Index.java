package dev.multiarch.image;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * A manifest list: an OCI image index or a Docker manifest list. The bytes it was read from stay with the code that read them;
 * nothing here is ever serialised again, as that would change the digest.
 */
public record Index(String mediaType, List<Descriptor> manifests, Map<String, String> annotations) {
    /** More than any published image has; a bound on the requests that a hostile index can cause. */
    private static final int MOST_MANIFESTS = 10_000;

    /** Whether this document is an index by its own word: {@code manifests} and no {@code layers}. */
    public static boolean isIndex(JsonObject json) {
        return json.has("manifests");
    }

    public static Index parse(byte[] bytes, String what) {
        return read(Json.read(bytes, what));
    }

    public static Index read(JsonObject json) {
        if (json.has("layers") || json.has("config")) {
            throw json.ambiguous(
                    "manifests", "is next to \"layers\" or \"config\": a document is either an index or an image");
        }
        if (!json.has("manifests")) {
            throw json.problem("manifests", "missing, not an index");
        }
        json.has("subject"); // registries list it there, in whatever spelling: only one is taken
        if (json.number("schemaVersion") != 2) {
            throw json.problem("schemaVersion", "expected 2, found " + json.number("schemaVersion"));
        }
        String type = json.optionalText("mediaType").orElse(MediaTypes.OCI_INDEX);
        if (MediaTypes.isManifest(type)) {
            throw json.ambiguous("mediaType", "expected an index's, found \"" + type + "\"");
        }
        if (!MediaTypes.isIndex(type)) {
            throw json.problem("mediaType", "expected an index's, found \"" + type + "\"");
        }
        List<JsonObject> items = json.objects("manifests");
        if (items.size() > MOST_MANIFESTS) {
            throw json.problem("manifests", "more than " + MOST_MANIFESTS + " entries, found " + items.size());
        }
        return new Index(type, items.stream().map(Descriptor::read).toList(), json.textMap("annotations"));
    }

    /** Whether an index is among the entries. */
    public boolean nests() {
        return manifests.stream().anyMatch(entry -> MediaTypes.isIndex(entry.mediaType()));
    }

    /** The entries that are images or nested indexes, without what calls itself an attestation. */
    public List<Descriptor> images() {
        return manifests.stream().filter(d -> !d.isAttestation()).toList();
    }
}
