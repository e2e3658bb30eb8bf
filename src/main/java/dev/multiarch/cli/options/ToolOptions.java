package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.layout.Layout;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.settings.Hosts;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.LayerCache;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which registries are spoken to, and how; and what follows from that: the tools that steps work with. */
public final class ToolOptions {
    public static final String HEADING = "Registries and cache";

    private final OptionSpec insecure = Options.texts(
            "--insecure-registry",
            "HOST",
            "Use plain http for this registry (repeatable). Loopback addresses use HTTP automatically.");

    private final OptionSpec cache = Options.text(
            "--cache",
            "DIR",
            "Cache the contents of layers in this folder, so that each layer is read once. Nobody else may write"
                    + " there.");

    public CommandSpec spec() {
        return Options.group(cache, insecure);
    }

    /** Registries that are spoken to without TLS. */
    public List<String> insecure() {
        return insecure.getValue();
    }

    /** @throws IOException if the cache can't be used */
    public Session tools(Console console, OutputOptions output, Duration budget) throws IOException, UsageException {
        Set<String> hosts = new LinkedHashSet<>(insecure());
        var settings = new RegistrySettings(hosts, dockerConfig(console), console.environment(), budget);
        var programs = new Programs(program -> {
            if (output.verbose()) {
                console.say("+ " + program);
            }
        });
        Consumer<String> progress = line -> output.progress(console, line);
        Optional<String> cache = Options.given(this.cache);
        Optional<LayerCache> layers = cache.isEmpty()
                ? Optional.empty()
                : Optional.of(LayerCache.in(Workspace.reading(console, "--cache", cache.get()), progress));
        return new Session(new Registry(settings, programs), programs, console.environment(), progress, layers)
                .in(console.directory().toAbsolutePath())
                .with(new Hosts(hosts));
    }

    /** An image in a registry, or in an OCI layout on this machine. */
    public Source source(Console console, Session tools, String named) throws RegistryException {
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
