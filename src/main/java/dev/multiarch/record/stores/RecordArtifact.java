package dev.multiarch.record.stores;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.registry.Document;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object as an OCI artifact (OCI Image Format 1.1, "Guidelines for Artifact Usage"): one layer holds the bytes, and an
 * annotation the name, so that no two objects have one manifest.
 */
record RecordArtifact(String name, Descriptor content) {
    static final String TYPE = "application/vnd.dev.multiarch.object.v1";

    /** {@code {}}, the config of an artifact that needs none. */
    static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

    private static final String NAME = "dev.multiarch.object";
    private static final String BYTES = "application/octet-stream";
    private static final String JSON = "application/json";

    /** @param subject the image that the object is about */
    static byte[] write(String name, byte[] bytes, Optional<Document> subject) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put("artifactType", TYPE);
        manifest.put("config", descriptor(MediaTypes.EMPTY, CONFIG));
        manifest.put("layers", List.of(descriptor(name.endsWith(".json") ? JSON : BYTES, bytes)));
        subject.ifPresent(image -> manifest.put("subject", descriptor(image.mediaType(), image.bytes())));
        manifest.put("annotations", Map.of(NAME, name));
        return Json.write(manifest);
    }

    private static Map<String, Object> descriptor(String type, byte[] bytes) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", type);
        descriptor.put("digest", Digest.of(bytes).toString());
        descriptor.put("size", bytes.length);
        return descriptor;
    }

    /** The name of an object among those that refer to an image; empty for anything else. */
    static Optional<String> name(Descriptor referrer) {
        boolean ours = referrer.artifactType().equals(Optional.of(TYPE));
        return Optional.ofNullable(referrer.annotations().get(NAME)).filter(name -> ours);
    }

    /** @throws FormatException if it is something else */
    static RecordArtifact read(Document document, String what) {
        Manifest manifest = Manifest.parse(document.bytes(), what);
        String name = manifest.annotations().getOrDefault(NAME, "");
        if (!manifest.artifactType().equals(Optional.of(TYPE))
                || manifest.layers().size() != 1) {
            throw new FormatException(what + " is not an object of multiarch: expected artifactType " + TYPE
                    + " and one layer." + " Fix: remove this tag, or choose another repository");
        }
        return new RecordArtifact(name, manifest.layers().get(0));
    }
}
