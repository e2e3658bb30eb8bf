package dev.multiarch.registry;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image of layers made by hand, of which each part may say something else than is true. */
public final class ShelfImage {
    public static final String TAR = "application/vnd.oci.image.layer.v1.tar";

    private final FaultyRegistry registry;
    private final Map<String, Object> config = new LinkedHashMap<>();
    private final List<Map<String, Object>> layers = new ArrayList<>();
    private final List<String> diffIds = new ArrayList<>();

    public ShelfImage(FaultyRegistry registry, String architecture) {
        this.registry = registry;
        config.put("os", "linux");
        config.put("architecture", architecture);
        config.put("config", Map.of("Entrypoint", List.of("/app")));
    }

    public ShelfImage starting(Map<String, Object> settings) {
        config.put("config", settings);
        return this;
    }

    /**
     * @param packed as the registry keeps it
     * @param tar what the config says that it unpacks to
     */
    public ShelfImage layer(String mediaType, byte[] packed, byte[] tar) {
        Reply whole = Reply.document("application/octet-stream", packed);
        String path = " /v2/app/blobs/" + Digest.of(packed);
        registry.on("GET" + path, whole).on("HEAD" + path, whole);
        Map<String, Object> layer = new LinkedHashMap<>();
        layer.put("mediaType", mediaType);
        layer.put("digest", Digest.of(packed).toString());
        layer.put("size", packed.length);
        layers.add(layer);
        diffIds.add(Digest.of(tar).toString());
        return this;
    }

    public ShelfImage claiming(int layer, long size) {
        layers.get(layer).put("size", size);
        return this;
    }

    /** What the config says in place of the truth. */
    public ShelfImage diffIds(List<String> others) {
        diffIds.clear();
        diffIds.addAll(others);
        return this;
    }

    public List<String> diffIds() {
        return List.copyOf(diffIds);
    }

    /** The image's descriptor, without a platform. */
    public String put() {
        config.put("rootfs", Map.of("type", "layers", "diff_ids", diffIds));
        byte[] bytes = Json.write(config);
        registry.on("GET /v2/app/blobs/" + Digest.of(bytes), Reply.document("application/octet-stream", bytes));
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put(
                "config",
                Map.of(
                        "mediaType",
                        MediaTypes.OCI_CONFIG,
                        "digest",
                        Digest.of(bytes).toString(),
                        "size",
                        bytes.length));
        manifest.put("layers", layers);
        return new ServedImages(registry).manifest(MediaTypes.OCI_MANIFEST, Json.writeLine(manifest));
    }
}
