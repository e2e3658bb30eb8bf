package dev.multiarch.registry;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;

/** Documents made by hand, each served under its digest in the repository {@code app}. */
public record Shelf(FaultyRegistry registry) {
    /**
     * An image whose config names this platform, with one layer that is there.
     *
     * @param members of the config, too
     * @return its descriptor, without platform
     */
    public String image(String os, String architecture, String... members) {
        byte[] config = Sample.bytes(
                "{\"os\": \"" + os + "\", \"architecture\": \"" + architecture + "\"" + String.join("", members) + "}");
        blob(config);
        registry.on("HEAD /v2/app/blobs/" + Digest.of(Sample.LAYER), Reply.status(200))
                .on(
                        "GET /v2/app/blobs/" + Digest.of(Sample.LAYER),
                        Reply.document("application/octet-stream", Sample.LAYER));
        return manifest(
                MediaTypes.OCI_MANIFEST,
                "{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"config\": "
                        + descriptor(MediaTypes.OCI_CONFIG, config) + ", \"layers\": ["
                        + descriptor("application/vnd.oci.image.layer.v1.tar", Sample.LAYER) + "]}");
    }

    /** @return its descriptor */
    public String manifest(String type, String json) {
        byte[] bytes = Sample.bytes(json);
        registry.on("GET /v2/app/manifests/" + Digest.of(bytes), Reply.document(type, bytes));
        return descriptor(type, bytes);
    }

    /** @return its descriptor */
    public String index(String... entries) {
        return manifest(MediaTypes.OCI_INDEX, indexOf(entries));
    }

    /** The same index under the tag {@code 1}. */
    public void tag(String type, String json) {
        Reply reply = Reply.document(type, Sample.bytes(json));
        registry.on("GET /v2/app/manifests/1", reply)
                .on(
                        "HEAD /v2/app/manifests/1",
                        Reply.status(200)
                                .with(
                                        "Docker-Content-Digest",
                                        Digest.of(Sample.bytes(json)).toString()));
    }

    public static String indexOf(String... entries) {
        return "{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_INDEX + "\", \"manifests\": ["
                + String.join(", ", entries) + "]}";
    }

    /** With a platform {@code os/architecture}, and whatever other members. */
    public static String on(String descriptor, String platform, String... members) {
        String[] parts = platform.split("/");
        return descriptor.substring(0, descriptor.length() - 1) + ", \"platform\": {\"os\": \"" + parts[0]
                + "\", \"architecture\": \"" + parts[1] + "\"}" + String.join("", members) + "}";
    }

    private void blob(byte[] bytes) {
        registry.on("GET /v2/app/blobs/" + Digest.of(bytes), Reply.document("application/octet-stream", bytes));
    }

    public static String descriptor(String type, byte[] content) {
        return "{\"mediaType\": \"" + type + "\", \"digest\": \"" + Digest.of(content) + "\", \"size\": "
                + content.length + "}";
    }
}
