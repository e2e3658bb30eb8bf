package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Json;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One image with its index, its config and one layer, and a client that does not wait for long. */
public final class Sample {
    public static final byte[] LAYER = bytes("layer");
    public static final byte[] CONFIG = bytes("{\"os\": \"linux\", \"architecture\": \"arm64\"}");
    public static final byte[] MANIFEST = bytes("{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_MANIFEST
            + "\", \"config\": " + descriptor(MediaTypes.OCI_CONFIG, CONFIG) + ", \"layers\": ["
            + descriptor("application/vnd.oci.image.layer.v1.tar", LAYER) + "]}");
    public static final byte[] INDEX = bytes("{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_INDEX
            + "\", \"manifests\": [" + descriptor(MediaTypes.OCI_MANIFEST, MANIFEST) + "]}");

    public static final String INDEX_PATH = "/v2/app/manifests/1";
    public static final String CONFIG_PATH = "/v2/app/blobs/" + Digest.of(CONFIG);

    private Sample() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The reference {@code HOST/app:1}. */
    public static Reference app(String host) {
        return Reference.parse(host + "/app:1");
    }

    public static Descriptor config() {
        return Descriptor.read(Json.read(bytes(descriptor(MediaTypes.OCI_CONFIG, CONFIG)), "sample"));
    }

    public static Reply.Whole index() {
        return Reply.document(MediaTypes.OCI_INDEX, INDEX)
                .with("Docker-Content-Digest", Digest.of(INDEX).toString());
    }

    /** The index where the request carries this credential, and the challenge where it doesn't. */
    public static Function<Received, Reply> indexFor(String authorization, String challenge) {
        return request ->
                request.header("Authorization").orElse("").equals(authorization) ? index() : Reply.challenge(challenge);
    }

    /** A client with an empty configuration. */
    public static Registry client() {
        return new Registry(settings(Path.of("/nonexistent")));
    }

    /** Time-outs of 300 ms for reading, 600 ms for an exchange. */
    public static RegistrySettings settings(Path dockerConfig) {
        var patience = new RegistrySettings.Patience(
                Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(600), Duration.ofMillis(4));
        return new RegistrySettings(Set.of(), dockerConfig, Map.of(), Duration.ofSeconds(20), patience);
    }

    /** Without haste: the first TLS connection of a JVM takes a while on a busy machine. */
    public static RegistrySettings patient(Path dockerConfig) {
        return new RegistrySettings(
                Set.of(), dockerConfig, Map.of(), RegistrySettings.BUDGET, RegistrySettings.Patience.USUAL);
    }

    private static String descriptor(String type, byte[] content) {
        return "{\"mediaType\": \"" + type + "\", \"digest\": \"" + Digest.of(content) + "\", \"size\": "
                + content.length + "}";
    }
}
