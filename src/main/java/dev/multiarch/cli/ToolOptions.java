package dev.multiarch.cli;

import dev.multiarch.image.Reference;
import dev.multiarch.pipeline.LayerCache;
import dev.multiarch.pipeline.Tools;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Layout;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.RegistryException;
import dev.multiarch.registry.RegistrySettings;
import dev.multiarch.registry.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Which registries are spoken to, and how; and what follows from that: the tools that steps work with. */
@picocli.CommandLine.Command
final class ToolOptions implements Options.Offered {
    List<String> insecure = List.of();
    Optional<String> cache = Optional.empty();

    @Override
    public void addTo(Options options) {
        options.texts(
                "--insecure-registry",
                "HOST",
                "Speak plain http to this registry (repeatable). Loopback needs no mention.",
                given -> insecure = given);
        options.text(
                "--cache",
                "DIR",
                "Keep what layers hold in this folder, so that a layer is read once. Nobody else may write there.",
                given -> cache = given);
    }

    /** @throws IOException if the cache can't be used */
    Tools tools(Console console, OutputOptions output, Duration budget) throws IOException, UsageException {
        Set<String> hosts = new LinkedHashSet<>(insecure);
        var settings = new RegistrySettings(hosts, dockerConfig(console), console.environment(), budget);
        var programs = new Programs(program -> {
            if (output.verbose) {
                console.say("+ " + program);
            }
        });
        Consumer<String> progress = line -> output.progress(console, line);
        Optional<LayerCache> layers = cache.isEmpty()
                ? Optional.empty()
                : Optional.of(LayerCache.in(Workspace.reading(console, "--cache", cache.get()), progress));
        return new Tools(new Registry(settings, programs), programs, console.environment(), progress, layers);
    }

    /** An image in a registry, or in an OCI layout on this machine. */
    Source source(Console console, Tools tools, String named) throws RegistryException {
        return Source.isLayout(named)
                ? Layout.open(named, console::path)
                : tools.registry().at(Reference.parse(named));
    }

    private static Path dockerConfig(Console console) {
        String named = console.environment().getOrDefault("DOCKER_CONFIG", "");
        if (!named.isEmpty()) {
            return console.path(named);
        }
        return Path.of(console.environment().getOrDefault("HOME", System.getProperty("user.home")), ".docker");
    }
}
