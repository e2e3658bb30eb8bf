package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.registry.settings.RegistrySettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One image with its index, its config and one layer, and clients for it. */
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

    private static final Path NOWHERE = Path.of("/nonexistent");
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration FOREVER = Duration.ofMinutes(10);

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
        return new Registry(settings(NOWHERE));
    }

    /** Time-outs that a busy machine does not reach, and short pauses between attempts. */
    public static RegistrySettings settings(Path dockerConfig) {
        return settings(dockerConfig, FOREVER, FOREVER, FOREVER);
    }

    /** A client that waits 300 ms for each packet, and as long as it takes for all else. */
    static Registry clientWithShortReads() {
        return new Registry(settings(NOWHERE, FOREVER, SHORT, FOREVER));
    }

    /** A client that waits 300 ms for each whole exchange, and as long as it takes for each packet. */
    static Registry clientWithShortExchanges() {
        return new Registry(settings(NOWHERE, FOREVER, FOREVER, SHORT));
    }

    /** A client that waits 300 ms for a connection. */
    static Registry clientWithShortConnects() {
        return new Registry(settings(NOWHERE, SHORT, FOREVER, FOREVER));
    }

    private static RegistrySettings settings(Path dockerConfig, Duration connect, Duration read, Duration exchange) {
        var patience = new RegistrySettings.Patience(connect, read, exchange, Duration.ofMillis(4));
        return new RegistrySettings(Set.of(), dockerConfig, Map.of(), FOREVER, patience);
    }

    /** As a release waits. */
    public static RegistrySettings patient(Path dockerConfig) {
        return new RegistrySettings(
                Set.of(), dockerConfig, Map.of(), RegistrySettings.BUDGET, RegistrySettings.Patience.USUAL);
    }

    private static String descriptor(String type, byte[] content) {
        return "{\"mediaType\": \"" + type + "\", \"digest\": \"" + Digest.of(content) + "\", \"size\": "
                + content.length + "}";
    }
}
