package dev.multiarch.registry;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.TarBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sample image as files of an OCI layout, to be changed and then written. */
public record LayoutSample(Map<String, byte[]> files) {
    public static final String MARK = "{\"imageLayoutVersion\": \"1.0.0\"}";

    /** The image under the tag {@code 1}. */
    public static LayoutSample whole() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("oci-layout", Sample.bytes(MARK));
        files.put("index.json", index(entry(MediaTypes.OCI_INDEX, Sample.INDEX, "1")));
        for (byte[] blob : new byte[][] {Sample.INDEX, Sample.MANIFEST, Sample.CONFIG, Sample.LAYER}) {
            files.put(path(blob), blob);
        }
        return new LayoutSample(files);
    }

    public LayoutSample with(String name, String content) {
        files.put(name, Sample.bytes(content));
        return this;
    }

    public LayoutSample without(String name) {
        files.remove(name);
        return this;
    }

    public static String path(byte[] blob) {
        return "blobs/sha256/" + Digest.of(blob).hex();
    }

    /** A descriptor; {@code name} empty for one without a name. */
    public static String entry(String type, byte[] content, String name) {
        String annotations =
                name.isEmpty() ? "" : ", \"annotations\": {\"org.opencontainers.image.ref.name\": \"" + name + "\"}";
        return "{\"mediaType\": \"" + type + "\", \"digest\": \"" + Digest.of(content) + "\", \"size\": "
                + content.length + annotations + "}";
    }

    public static byte[] index(String... entries) {
        return Sample.bytes("{\"schemaVersion\": 2, \"manifests\": [" + String.join(", ", entries) + "]}");
    }

    public Path folder(Path root) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return root;
    }

    public TarBytes tar() {
        var tar = new TarBytes();
        files.forEach((name, content) -> tar.file(name, 0644, content));
        return tar;
    }
}
