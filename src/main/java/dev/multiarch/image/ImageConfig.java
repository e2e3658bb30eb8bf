package dev.multiarch.image;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of an image's config that says what it runs on and what it runs (OCI Image Format 1.1, config).
 *
 * @param platform normalised; empty where the config names none or a malformed one
 * @param platformText the platform as the config spells it
 * @param diffIds digests of the layers when unpacked, the lowest first, as written; empty where there are none
 * @param created as the config writes it (RFC 3339), unchecked
 */
public record ImageConfig(
        Optional<Platform> platform,
        String platformText,
        Optional<String> created,
        Start start,
        ImageSettings settings,
        List<String> diffIds) {
    /** Looked at whichever of them a rule reads, so that one document is refused by all rules or by none. */
    private static final List<String> MEMBERS = List.of(
            "architecture", "os", "os.version", "os.features", "variant", "created", "config", "rootfs", "history");

    private static final List<String> SETTINGS = List.of(
            "User",
            "ExposedPorts",
            "Env",
            "Entrypoint",
            "Cmd",
            "Volumes",
            "WorkingDir",
            "Labels",
            "StopSignal",
            "ArgsEscaped",
            "OnBuild");

    /**
     * What a container runs when nobody says otherwise.
     *
     * @param command entrypoint and command together; empty where the config has neither
     * @param path the folders that a command without a slash is looked for in, separated by colons
     * @param folder that a relative command starts from
     */
    public record Start(List<String> command, String path, String folder) {
        /** What runtimes take where the config sets none. */
        public static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

        private static final Start NONE = new Start(List.of(), USUAL_PATH, "/");

        private static Start read(JsonObject config) {
            List<String> command = new ArrayList<>(config.texts("Entrypoint"));
            command.addAll(config.texts("Cmd"));
            String path = config.texts("Env").stream()
                    .filter(variable -> variable.startsWith("PATH="))
                    .reduce((first, last) -> last)
                    .map(variable -> variable.substring("PATH=".length()))
                    .orElse(USUAL_PATH);
            return new Start(command, path, config.optionalText("WorkingDir").orElse("/"));
        }
    }

    public static ImageConfig parse(byte[] bytes, String what) {
        JsonObject json = Json.read(bytes, what);
        json.requireSpelling(MEMBERS);
        Descriptor.Spelt spelt = Descriptor.Spelt.read(json);
        Optional<JsonObject> config = json.optionalObject("config");
        config.ifPresent(settings -> settings.requireSpelling(SETTINGS));
        return new ImageConfig(
                spelt.platform(),
                spelt.text(),
                json.optionalText("created"),
                config.map(Start::read).orElse(Start.NONE),
                new ImageSettings(config.orElseGet(() -> new JsonObject(what, "config", Map.of()))),
                json.optionalObject("rootfs")
                        .map(rootfs -> rootfs.texts("diff_ids"))
                        .orElse(List.of()));
    }
}
