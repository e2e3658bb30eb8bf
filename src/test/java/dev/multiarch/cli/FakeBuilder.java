package dev.multiarch.cli;

import dev.multiarch.demo.Layer;
import dev.multiarch.host.ProbeProgram;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A {@code docker} whose builds end at once: what a build of each platform makes was put into a folder before, and is copied
 * to where the build is to write its OCI layout. Its calls are in the file {@code calls}.
 */
record FakeBuilder(Path folder) {
    private static final String DOCKER = """
            here=$(dirname "$0")
            case "$1 $2" in
            "buildx version") echo 'github.com/docker/buildx v0.38.2 x' ;;
            "buildx inspect") printf 'Name: ci\\nDriver: docker-container\\n\\nNodes:\\nName: ci0\\nEndpoint: unix:///x\\nStatus: running\\nPlatforms: linux/amd64, linux/arm64\\n' ;;
            "buildx build")
              case "$*" in *--metadata-file*) ;; *) exit 1 ;; esac
              echo "$*" >> "$here/calls"
              while [ $# -gt 0 ]; do
                case $1 in
                --platform) platform=$(echo "$2" | tr / -) ;;
                --output) dest=$(echo "$2" | sed -n 's/.*"dest=\\([^"]*\\)".*/\\1/p') ;;
                --metadata-file) metadata=$2 ;;
                esac
                shift
              done
              [ -z "$dest" ] || cp -R "$here/$platform" "$dest"
              cp "$here/$platform.json" "$metadata"
              ;;
            *) exit 1 ;;
            esac
            """;

    static FakeBuilder in(Path parent, String... platforms) throws IOException {
        FakePrograms programs = FakePrograms.in(parent).with("docker", DOCKER);
        var builder = new FakeBuilder(programs.folder());
        for (String platform : platforms) {
            builder.builds(Platform.parse(platform));
        }
        return builder;
    }

    /** For the PATH. */
    String path() {
        return folder + ":" + System.getenv("PATH");
    }

    List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private void builds(Platform platform) throws IOException {
        Path layout = folder.resolve(platform.slug());
        var layer = new Layer("app/server", ProbeProgram.of(platform).orElseThrow());
        byte[] packed = layer.packed();
        byte[] tar = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
        byte[] config = Json.write(Map.of(
                "architecture",
                platform.architecture(),
                "os",
                platform.os(),
                "config",
                Map.of("Entrypoint", List.of("/app/server")),
                "rootfs",
                Map.of("type", "layers", "diff_ids", List.of(Digest.of(tar).toString()))));
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put("config", descriptor(MediaTypes.OCI_CONFIG, put(layout, config), config.length));
        manifest.put("layers", List.of(descriptor(Layer.MEDIA_TYPE, put(layout, packed), packed.length)));
        byte[] image = Json.write(manifest);
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("manifests", List.of(descriptor(MediaTypes.OCI_MANIFEST, put(layout, image), image.length)));
        Files.write(layout.resolve("index.json"), Json.write(index));
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
        Files.writeString(
                folder.resolve(platform.slug() + ".json"), "{\"containerimage.digest\": \"" + Digest.of(image) + "\"}");
    }

    /** As its builds leave them where they push. */
    void pushAll(Registry registry, Reference repository) throws IOException, RegistryException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path blob : files.filter(
                            file -> file.toString().contains("/blobs/sha256/") && Files.isRegularFile(file))
                    .toList()) {
                registry.pusher().blob(repository, Files.readAllBytes(blob));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path layout : files.filter(Files::isDirectory).toList()) {
                Digest image =
                        Digest.parse(digest(layout.getFileName().toString().replace('-', '/')));
                byte[] bytes = Files.readAllBytes(layout.resolve("blobs/sha256").resolve(image.hex()));
                registry.pusher().manifest(repository.with(image), MediaTypes.OCI_MANIFEST, bytes);
            }
        }
    }

    private static Digest put(Path layout, byte[] bytes) throws IOException {
        Path file = layout.resolve("blobs/sha256").resolve(Digest.of(bytes).hex());
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        return Digest.of(bytes);
    }

    private static Map<String, Object> descriptor(String mediaType, Digest digest, int size) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", digest.toString());
        descriptor.put("size", size);
        return descriptor;
    }

    /** What a build of this platform makes, as text. */
    String digest(String platform) throws IOException {
        String metadata =
                Files.readString(folder.resolve(Platform.parse(platform).slug() + ".json"), StandardCharsets.UTF_8);
        return metadata.replaceAll(".*(sha256:[0-9a-f]{64}).*", "$1");
    }
}
