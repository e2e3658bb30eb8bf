package dev.multiarch.registry;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Documents made by hand, each served under its digest in the repository {@code app}. */
public record ServedImages(FaultyRegistry registry) {
    /**
     * An image whose config names this platform, with one layer that is there.
     *
     * @param members of the config, too
     * @return its descriptor, without platform
     */
    public String image(String os, String architecture, String... members) {
        String rootfs = ", \"rootfs\": {\"type\": \"layers\", \"diff_ids\": [\"" + Digest.of(Sample.LAYER) + "\"]}";
        byte[] config = Sample.bytes("{\"os\": \"" + os + "\", \"architecture\": \"" + architecture + "\""
                + String.join("", members) + rootfs + "}");
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

    /**
     * An attestation with one in-toto statement.
     *
     * @param announced the predicate type that its layer names
     * @param image descriptor of the image that the index lists it under
     * @param members of its manifest, too
     * @return its entry in an index
     */
    public String attestation(String announced, String image, byte[] statement, String... members) {
        blob(statement);
        String layer = descriptor("application/vnd.in-toto+json", statement)
                .replaceFirst("}$", ", \"annotations\": {\"in-toto.io/predicate-type\": \"" + announced + "\"}}");
        String manifest = manifest(
                MediaTypes.OCI_MANIFEST,
                "{\"schemaVersion\": 2, \"config\": " + descriptor(MediaTypes.OCI_CONFIG, Sample.bytes("{}"))
                        + ", \"layers\": [" + layer + "]" + String.join("", members) + "}");
        return on(
                manifest,
                "unknown/unknown",
                ", \"annotations\": {\"vnd.docker.reference.type\": \"attestation-manifest\","
                        + " \"vnd.docker.reference.digest\": \"" + digest(image) + "\"}");
    }

    /** An in-toto statement about these images, by their descriptors. */
    public static byte[] statement(String predicate, String... images) {
        String subjects = Arrays.stream(images)
                .map(image -> "{\"name\": \"_\", \"digest\": {\"sha256\": \""
                        + digest(image).substring("sha256:".length()) + "\"}}")
                .collect(Collectors.joining(", "));
        return Sample.bytes("{\"_type\": \"https://in-toto.io/Statement/v1\", \"predicateType\": \"" + predicate
                + "\", \"subject\": [" + subjects + "], \"predicate\": {}}");
    }

    /** Of what this descriptor points to. */
    public static String digest(String descriptor) {
        return descriptor.replaceAll(".*\"(sha256:[0-9a-f]{64})\".*", "$1");
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

    public void blob(byte[] bytes) {
        registry.on("GET /v2/app/blobs/" + Digest.of(bytes), Reply.document("application/octet-stream", bytes));
    }

    public static String descriptor(String type, byte[] content) {
        return "{\"mediaType\": \"" + type + "\", \"digest\": \"" + Digest.of(content) + "\", \"size\": "
                + content.length + "}";
    }
}
