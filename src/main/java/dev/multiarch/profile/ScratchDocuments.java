package dev.multiarch.profile;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.registry.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * What the trials push: whole images, though tiny, as some registries look inside. Each holds a word that no other content
 * has, so that nobody else's digest is among them.
 *
 * @param word made for one call
 */
record ScratchDocuments(String word) {
    static final String ATTESTATION = "application/vnd.docker.attestation.manifest.v1+json";
    static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    private static final String KEY = "dev.multiarch.doctor";
    private static final int END_OF_TAR = 1024;

    /** An archive without entries; what follows its end is ignored, and makes it unlike any other. */
    private byte[] tar() {
        byte[] bytes = new byte[END_OF_TAR + END_OF_TAR / 2];
        byte[] mark = word.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(mark, 0, bytes, END_OF_TAR, mark.length);
        return bytes;
    }

    byte[] layer() {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar());
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return packed.toByteArray();
    }

    /** @param name sets one image apart from another */
    byte[] config(String name) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("architecture", "amd64");
        root.put("os", "linux");
        root.put("config", Map.of("Labels", Map.of(KEY, word + " " + name)));
        root.put(
                "rootfs",
                Map.of("type", "layers", "diff_ids", List.of(Digest.of(tar()).toString())));
        return Json.write(root);
    }

    Document image(String name) {
        return manifest(MediaTypes.OCI_MANIFEST, image(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, LAYER, name));
    }

    Document dockerImage(String name) {
        return manifest(
                MediaTypes.DOCKER_MANIFEST,
                image(MediaTypes.DOCKER_MANIFEST, MediaTypes.DOCKER_CONFIG, DOCKER_LAYER, name));
    }

    private Map<String, Object> image(String type, String configType, String layerType, String name) {
        Map<String, Object> root = head(type);
        root.put("config", descriptor(configType, config(name)));
        root.put("layers", List.of(descriptor(layerType, layer())));
        return root;
    }

    /** An image that says of itself that it refers to another one. */
    Document referring(String name, Digest subject, long size) {
        Map<String, Object> root = image(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, LAYER, name);
        root.put("subject", descriptor(MediaTypes.OCI_MANIFEST, subject, size));
        return manifest(MediaTypes.OCI_MANIFEST, root);
    }

    /** Of exactly this size. */
    Document image(String name, int size) {
        Map<String, Object> root = image(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, LAYER, name);
        root.put("annotations", Map.of(KEY, ""));
        int padding = size - Json.write(root).length;
        root.put("annotations", Map.of(KEY, "x".repeat(padding)));
        return manifest(MediaTypes.OCI_MANIFEST, root);
    }

    /** OCI Image Format 1.1, "Guidelines for Artifact Usage". */
    Document artifact() {
        Map<String, Object> root = artifact("application/vnd.multiarch.doctor.v1+json");
        root.put("annotations", Map.of(KEY, word));
        return manifest(MediaTypes.OCI_MANIFEST, root);
    }

    /** As BuildKit 0.32 and later write it, but for the statement in its layer. */
    Document attestation(Document image) {
        Map<String, Object> root = artifact(ATTESTATION);
        root.put("annotations", Map.of(KEY, word));
        root.put("subject", descriptor(image.mediaType(), image.bytes()));
        return manifest(MediaTypes.OCI_MANIFEST, root);
    }

    private static Map<String, Object> artifact(String type) {
        Map<String, Object> root = head(MediaTypes.OCI_MANIFEST);
        root.put("artifactType", type);
        root.put("config", descriptor(MediaTypes.EMPTY, EMPTY));
        root.put("layers", List.of(descriptor(MediaTypes.EMPTY, EMPTY)));
        return root;
    }

    /** @param type of the index */
    Document index(String type, Document... entries) {
        return manifest(
                type, entries(type, Arrays.stream(entries).map(this::entry).toList()));
    }

    Document attestedIndex(Document image, Document attestation) {
        Map<String, Object> entry = descriptor(attestation.mediaType(), attestation.bytes());
        entry.put("artifactType", ATTESTATION);
        entry.put(
                "annotations",
                Map.of(
                        Descriptor.ATTESTATION_TYPE,
                        "attestation-manifest",
                        Descriptor.ATTESTATION_SUBJECT,
                        image.digest().toString()));
        entry.put("platform", Map.of("architecture", "unknown", "os", "unknown"));
        return manifest(MediaTypes.OCI_INDEX, entries(MediaTypes.OCI_INDEX, List.of(entry(image), entry)));
    }

    private static Map<String, Object> entries(String type, List<Map<String, Object>> entries) {
        Map<String, Object> root = head(type);
        root.put("manifests", entries);
        return root;
    }

    private Map<String, Object> entry(Document document) {
        Map<String, Object> entry = descriptor(document.mediaType(), document.bytes());
        if (!MediaTypes.isIndex(document.mediaType())) {
            entry.put("platform", Map.of("architecture", "amd64", "os", "linux"));
        }
        return entry;
    }

    private static Map<String, Object> head(String type) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schemaVersion", 2);
        root.put("mediaType", type);
        return root;
    }

    private static Map<String, Object> descriptor(String type, byte[] bytes) {
        return descriptor(type, Digest.of(bytes), bytes.length);
    }

    private static Map<String, Object> descriptor(String type, Digest digest, long size) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", type);
        descriptor.put("digest", digest.toString());
        descriptor.put("size", size);
        return descriptor;
    }

    private static Document manifest(String type, Map<String, Object> root) {
        byte[] bytes = Json.write(root);
        return new Document(Digest.of(bytes), type, bytes);
    }
}
