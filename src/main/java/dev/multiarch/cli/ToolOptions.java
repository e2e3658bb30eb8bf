package dev.multiarch.cli;

import dev.multiarch.pipeline.Tools;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.RegistrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which registries are spoken to, and how; and what follows from that: the tools that steps work with. */
final class ToolOptions {
    @Option(
            names = "--insecure-registry",
            paramLabel = "HOST",
            description = "Speak plain http to this registry (repeatable). Loopback needs no mention.")
    List<String> insecure = List.of();

    Tools tools(Console console, OutputOptions output, Duration budget) {
        Set<String> hosts = new LinkedHashSet<>(insecure);
        var settings = new RegistrySettings(hosts, dockerConfig(console), console.environment(), budget);
        var programs = new Programs(program -> {
            if (output.verbose) {
                console.say("+ " + program);
            }
        });
        return new Tools(
                new Registry(settings), programs, console.environment(), line -> output.progress(console, line));
    }

    private static Path dockerConfig(Console console) {
        String named = console.environment().getOrDefault("DOCKER_CONFIG", "");
        if (!named.isEmpty()) {
            return console.path(named);
        }
        return Path.of(console.environment().getOrDefault("HOME", System.getProperty("user.home")), ".docker");
    }
}
