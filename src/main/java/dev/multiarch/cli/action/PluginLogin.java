package dev.multiarch.cli.action;

import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings {@code username} and {@code password} of a step in Drone, as long as it runs. Each step is a container of its
 * own, so that a log-in of one is unknown to the next; the password is in a file of this user alone.
 *
 * @param environment the inputs without the two, with the file's name
 * @param file empty where no password was given
 */
record PluginLogin(Map<String, String> environment, Optional<Path> file) implements AutoCloseable {
    /** Read by podman, buildah, skopeo and us. */
    private static final String VARIABLE = "REGISTRY_AUTH_FILE";

    static PluginLogin of(Map<String, String> inputs) throws IOException {
        if (ActionInputs.command(inputs).equals("login")) {
            throw new FormatException("command login is of no use here: a later step knows nothing of it. Fix: give"
                    + " username and password to each step that needs them");
        }
        String user = ActionInputs.value(inputs, "username").strip();
        String password = ActionInputs.value(inputs, "password");
        Map<String, String> rest = new TreeMap<>(inputs);
        List.of("username", "password", "registry").forEach(name -> rest.remove(ActionInputs.variable(name)));
        if (password.isBlank()) {
            return new PluginLogin(rest, Optional.empty()); // secrets are empty in pull requests
        }
        if (user.isEmpty()) {
            throw new FormatException("setting password is given without username. Fix: give both");
        }
        if (!inputs.getOrDefault(VARIABLE, "").isBlank()) {
            throw new FormatException("setting password is given, and " + VARIABLE + " names a file with passwords."
                    + " Fix: use only one of them");
        }
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        byte[] json = Json.write(Map.of("auths", Map.of(registry(inputs), Map.of("auth", pair))));
        Path file = PrivateFile.write("multiarch-auth", json);
        rest.put(VARIABLE, file.toString());
        return new PluginLogin(rest, Optional.of(file));
    }

    private static String registry(Map<String, String> inputs) {
        String given = ActionInputs.value(inputs, "registry").strip();
        String image = ActionInputs.value(inputs, "image").strip();
        if (!given.isEmpty()) {
            return given.replaceFirst("^https?://", "").replaceFirst("/.*", "");
        }
        if (image.isEmpty() || image.startsWith("oci:") || image.startsWith("oci-archive:")) {
            throw new FormatException("setting password is given, but not for which registry. Fix: give registry");
        }
        return Reference.parse(image).registry();
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }
}
