package dev.multiarch.registry.auth;

import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.FileInput;
import dev.multiarch.registry.settings.Credential;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Docker's {@code config.json}, as far as it holds passwords or names the programs that do; and {@code auth.json} of podman,
 * skopeo and buildah, which has the same form (containers-auth.json(5)).
 */
public record DockerConfig(Path file, JsonObject json) {
    private static final int LIMIT = 1 << 20;

    /** The names under which Docker Hub's password may be stored; the first is the one that Docker writes. */
    private static final List<String> HUB = List.of("index.docker.io", Reference.DOCKER_HUB, "registry-1.docker.io");

    /** What is in this folder; nothing where there is no file. */
    public static DockerConfig in(Path folder) {
        return of(folder.resolve("config.json"));
    }

    static DockerConfig of(Path file) {
        try (InputStream in = FileInput.open(file)) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new FormatException(file + " is larger than 1 MiB");
            }
            return new DockerConfig(file, parse(bytes, file));
        } catch (NoSuchFileException none) {
            return new DockerConfig(file, new JsonObject(file.toString(), "", Map.of()));
        } catch (IOException e) {
            throw new FormatException(file + " cannot be read: " + e);
        }
    }

    private static JsonObject parse(byte[] bytes, Path file) {
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            return new JsonObject(file.toString(), "", Map.of()); // as Docker takes an empty file
        }
        try {
            return Json.read(bytes, file.toString());
        } catch (FormatException e) {
            throw new FormatException(file + " is not a valid JSON object"); // the reason may quote a password
        }
    }

    /** The password of a repository, else of the namespace above it, as podman keeps them; else of its registry. */
    public Optional<Credential> credential(Reference ref) {
        String name = ref.name();
        while (name.length() > ref.registry().length()) {
            Optional<Credential> own = auth(name);
            if (own.isPresent()) {
                return own;
            }
            name = name.substring(0, name.lastIndexOf('/'));
        }
        return credential(ref.registry());
    }

    private Optional<Credential> auth(String key) {
        return json.optionalObject("auths").filter(auths -> auths.has(key)).flatMap(auths -> read(auths.object(key)));
    }

    /** The password of exactly this registry; an entry without one, as helpers leave it, counts as none. */
    public Optional<Credential> credential(String registry) {
        JsonObject auths = json.optionalObject("auths").orElse(new JsonObject(file.toString(), "auths", Map.of()));
        return names(registry).stream()
                .flatMap(name -> List.of(name, "https://" + name, "http://" + name).stream())
                .flatMap(key -> List.of(key, key + "/", key + "/v1/", key + "/v1", key + "/v2/", key + "/v2").stream())
                .filter(auths::has)
                .flatMap(key -> read(auths.object(key)).stream())
                .findFirst();
    }

    /** The program that keeps this registry's password, by its name behind {@code docker-credential-}. */
    public Optional<String> helperOf(String registry) {
        JsonObject helpers =
                json.optionalObject("credHelpers").orElse(new JsonObject(file.toString(), "credHelpers", Map.of()));
        return names(registry).stream()
                .flatMap(name -> List.of(name, "https://" + name, "https://" + name + "/v1/").stream())
                .flatMap(key -> helpers.optionalText(key).stream())
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /** The program that keeps the passwords of all other registries. */
    Optional<String> store() {
        return json.optionalText("credsStore").filter(name -> !name.isEmpty());
    }

    private static List<String> names(String registry) {
        return registry.equals(Reference.DOCKER_HUB) ? HUB : List.of(registry);
    }

    private static Optional<Credential> read(JsonObject entry) {
        String user = entry.optionalText("username").orElse("");
        String password = entry.optionalText("password").orElse("");
        String token = entry.optionalText("identitytoken").orElse("");
        String auth = entry.optionalText("auth").orElse("");
        if (!auth.isEmpty()) {
            String pair = decode(entry, auth);
            int colon = pair.indexOf(':'); // the first: a password may hold more
            if (colon < 0) {
                throw entry.problem("auth", "expected base64 of user:password, found no colon in it");
            }
            user = pair.substring(0, colon);
            password = pair.substring(colon + 1);
        }
        boolean empty = token.isEmpty() && (user.isEmpty() || password.isEmpty());
        return empty ? Optional.empty() : Optional.of(new Credential(user, password, token));
    }

    private static String decode(JsonObject entry, String auth) {
        try {
            String pair = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
            return pair.replaceAll("\0+$", ""); // some tools pad the password
        } catch (IllegalArgumentException e) {
            throw entry.problem("auth", "expected base64 of user:password, found something else");
        }
    }
}
