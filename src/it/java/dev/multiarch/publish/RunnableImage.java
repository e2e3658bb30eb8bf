package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.image.layers.TarBytes;
import dev.multiarch.json.Json;
import dev.multiarch.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An image whose program prints a word that nothing else knows: to know it is to have run the image.
 *
 * @param busybox for the platform
 * @param word makes the image one that no builder has seen
 */
record RunnableImage(Platform platform, Path busybox, String word) {
    /** Prints the word. */
    static final List<String> COMMAND = List.of("/cat", "/word");

    Digest push(Registry registry, Reference repository) throws Exception {
        byte[] program =
                new TarBytes().file("cat", 0755, Files.readAllBytes(busybox)).bytes();
        byte[] text = new TarBytes()
                .file("word", 0644, word.getBytes(StandardCharsets.UTF_8))
                .bytes();
        List<Object> layers = new ArrayList<>();
        List<String> contents = new ArrayList<>();
        for (byte[] layer : List.of(program, text)) {
            Digest digest = registry.pusher().blob(repository, layer);
            layers.add(descriptor("application/vnd.oci.image.layer.v1.tar", digest, layer.length));
            contents.add(digest.toString());
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("os", platform.os());
        settings.put("architecture", platform.architecture());
        settings.put("rootfs", Map.of("type", "layers", "diff_ids", contents));
        byte[] config = Json.write(settings);
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put(
                "config", descriptor(MediaTypes.OCI_CONFIG, registry.pusher().blob(repository, config), config.length));
        manifest.put("layers", layers);
        byte[] bytes = Json.write(manifest);
        registry.pusher().manifest(repository.with(Digest.of(bytes)), MediaTypes.OCI_MANIFEST, bytes);
        return Digest.of(bytes);
    }

    private static Map<String, Object> descriptor(String mediaType, Digest digest, int size) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", digest.toString());
        descriptor.put("size", size);
        return descriptor;
    }
}
