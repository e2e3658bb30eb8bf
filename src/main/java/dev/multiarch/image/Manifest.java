package dev.multiarch.image;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifest of one image or artifact: its config and layers, in OCI or Docker form. */
public record Manifest(
        String mediaType,
        Descriptor config,
        List<Descriptor> layers,
        Map<String, String> annotations,
        Optional<String> artifactType) {
    private static final int MOST_LAYERS = 1_000;

    public static Manifest parse(byte[] bytes, String what) {
        return read(Json.read(bytes, what));
    }

    public static Manifest read(JsonObject json) {
        if (json.has("manifests")) {
            throw json.ambiguous("manifests", "is not allowed in an image manifest");
        }
        json.has("subject"); // registries list it there, in whatever spelling: only one is taken
        if (json.number("schemaVersion") != 2) {
            throw json.problem("schemaVersion", "expected 2, found " + json.number("schemaVersion"));
        }
        String type = json.optionalText("mediaType").orElse(MediaTypes.OCI_MANIFEST);
        if (MediaTypes.isIndex(type)) {
            throw json.ambiguous("mediaType", "expected an image manifest's, found \"" + type + "\"");
        }
        if (!MediaTypes.isManifest(type)) {
            throw json.problem("mediaType", "expected an image manifest's, found \"" + type + "\"");
        }
        List<Descriptor> layers =
                json.objects("layers").stream().map(Descriptor::read).toList();
        if (layers.size() > MOST_LAYERS) {
            throw json.problem("layers", "more than " + MOST_LAYERS + ", found " + layers.size());
        }
        return new Manifest(
                type,
                Descriptor.read(json.object("config")),
                layers,
                json.textMap("annotations"),
                json.optionalText("artifactType"));
    }

    /** Config and layers as a registry keeps them, in bytes, as their descriptors claim; capped at what a long holds. */
    public long compressedSize() {
        long sum = config.size();
        for (Descriptor layer : layers) {
            sum = layer.size() > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + layer.size();
        }
        return sum;
    }
}
