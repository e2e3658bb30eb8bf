package dev.multiarch.registry.auth;

import dev.multiarch.concurrent.InFlight;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.settings.Credential;
import dev.multiarch.registry.settings.RegistrySettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passwords where other tools leave them, the first that is found: in the file that {@code REGISTRY_AUTH_FILE} names,
 * in Docker's {@code config.json}, in podman's {@code $XDG_RUNTIME_DIR/containers/auth.json}. Within one file: the helper
 * of that very registry, a password in the file, the store of all others. Nothing is read or run before a registry asks
 * who is there.
 */
final class Credentials {
    /** The name under which Docker Hub's password is kept. */
    private static final String HUB = "https://index.docker.io/v1/";

    /**
     * @param trouble why a program could not be asked; empty where none had to be, or all could
     */
    record Found(Optional<Credential> credential, String trouble) {}

    private final List<Path> files;
    private final String path;
    private final Programs programs;
    private final Map<String, Found> known = new ConcurrentHashMap<>();
    private final InFlight<String, Found> asking = new InFlight<>();

    Credentials(RegistrySettings settings, Programs programs) {
        this.files = files(settings);
        this.path = settings.environment().getOrDefault("PATH", "");
        this.programs = programs;
    }

    private static List<Path> files(RegistrySettings settings) {
        List<Path> files = new ArrayList<>();
        String own = settings.environment().getOrDefault("REGISTRY_AUTH_FILE", "");
        if (!own.isEmpty()) {
            files.add(Path.of(own));
        }
        files.add(settings.dockerConfig().resolve("config.json"));
        String runtime = settings.environment().getOrDefault("XDG_RUNTIME_DIR", "");
        if (Path.of(runtime).isAbsolute()) {
            files.add(Path.of(runtime, "containers", "auth.json"));
        }
        return List.copyOf(files);
    }

    /** @throws dev.multiarch.text.FormatException if a file is malformed */
    Found of(Reference ref) {
        Found before = known.get(ref.name());
        if (before != null) {
            return before;
        }
        Found found = asking.get(ref.name(), () -> find(ref)); // which may run a program
        known.put(ref.name(), found);
        return found;
    }

    private Found find(Reference ref) {
        String trouble = "";
        for (Path file : files) {
            DockerConfig config = DockerConfig.of(file);
            Found found = in(config, ref);
            if (found.credential().isPresent()) {
                return found;
            }
            trouble = trouble.isEmpty() ? found.trouble() : trouble;
        }
        return new Found(Optional.empty(), trouble);
    }

    private Found in(DockerConfig config, Reference ref) {
        Optional<String> own = config.helperOf(ref.registry());
        Found asked = own.map(name -> ask(config, name, ref)).orElse(new Found(Optional.empty(), ""));
        Optional<Credential> kept = asked.credential().isPresent() ? asked.credential() : config.credential(ref);
        boolean over = kept.isPresent() || own.isPresent() || config.store().isEmpty();
        return over
                ? new Found(kept, asked.trouble())
                : ask(config, config.store().get(), ref);
    }

    private Found ask(DockerConfig config, String name, Reference ref) {
        String server = ref.registry().equals(Reference.DOCKER_HUB) ? HUB : ref.registry();
        try {
            return new Found(new CredentialProgram(name, path).get(programs, server), "");
        } catch (CredentialProgram.Failed e) {
            return new Found(Optional.empty(), config.file() + " stores the password in a program: " + e.getMessage());
        }
    }
}
