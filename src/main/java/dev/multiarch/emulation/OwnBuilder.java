package dev.multiarch.emulation;

import dev.multiarch.host.Builder;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.FileInput;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.TemporaryFolder;
import dev.multiarch.registry.settings.RegistrySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A builder that can push by digest, made where there is none. */
final class OwnBuilder {
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d+){3}|\\[::1\\])(:\\d+)?");
    private static final Duration CREATE_LIMIT = Duration.ofMinutes(5);

    private final Programs programs;
    private final Buildx buildx;
    private final HostChanges changes;
    private final Consumer<String> progress;

    OwnBuilder(Programs programs, Buildx buildx, HostChanges changes, Consumer<String> progress) {
        this.programs = programs;
        this.buildx = buildx;
        this.changes = changes;
        this.progress = progress;
    }

    /** The same settings make the same name, so that a later call on this host finds it. */
    Builder instead(Builder current, RegistrySettings settings, Optional<Reference> image)
            throws ProgramException, IOException {
        var registries = BuilderRegistries.of(settings, image);
        // A registry on this host's loopback is not on that of a container.
        boolean loopback = registries.hosts().stream()
                .map(BuilderRegistries.Host::name)
                .anyMatch(host -> LOOPBACK.matcher(host).matches());
        String key = registries.key() + (loopback ? "network=host" : "");
        String name =
                "multiarch-" + Digest.of(key.getBytes(StandardCharsets.UTF_8)).shortHex();
        List<String> words = new ArrayList<>(List.of("create", "--name", name, "--driver", "docker-container"));
        if (loopback) {
            words.addAll(List.of("--driver-opt", "network=host"));
        }
        try (var folder = TemporaryFolder.make("buildkitd")) {
            Path file = registries.write(folder.path());
            if (!registries.isEmpty()) {
                words.addAll(List.of("--buildkitd-config", file.toString()));
            }
            Program create = buildx.command(words).within(CREATE_LIMIT);
            if (!programs.run(buildx.command("inspect", name)).ok()) {
                if (changes.dry()) {
                    for (String line : lines(file, registries)) {
                        changes.tell().accept("would write to " + file + ": " + line);
                    }
                    changes.run(create);
                    return current;
                }
                create(name, create, current, registries);
            }
            return Builder.inspect(programs, buildx, Optional.of(name));
        }
    }

    /** Another call may be making it at this moment: then this one's attempt fails, and it is there all the same. */
    private void create(String name, Program create, Builder current, BuilderRegistries registries)
            throws ProgramException {
        progress.accept("builder \"" + current.name() + "\" (driver " + current.driver()
                + ") can't push by digest: creating builder " + name + " (docker-container)"
                + registries.withMessage());
        var created = programs.run(create);
        if (!created.ok() && !programs.run(buildx.command("inspect", name)).ok()) {
            created.orThrow();
        }
    }

    private static List<String> lines(Path file, BuilderRegistries registries) throws IOException {
        return registries.isEmpty()
                ? List.of()
                : new String(FileInput.read(file), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
    }
}
