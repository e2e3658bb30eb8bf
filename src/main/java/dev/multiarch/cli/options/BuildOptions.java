package dev.multiarch.cli.options;

import dev.multiarch.build.Build;
import dev.multiarch.cli.console.Console;
import dev.multiarch.emulation.Setup;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Fence;
import dev.multiarch.process.ProgramException;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How legs are built. */
public final class BuildOptions {
    @Option(
            names = "--setup",
            description = "Make what is missing: a builder that can push by digest, QEMU for platforms that need it.")
    boolean setup;

    @Option(
            names = "--qemu-image",
            paramLabel = "IMAGE",
            defaultValue = Setup.QEMU_IMAGE,
            description = "What --setup installs QEMU with where no qemu-user-static is there: ${DEFAULT-VALUE}.")
    String qemuImage;

    public Build build(Console console, Session tools, RecordStore store) throws ProgramException {
        var hosts = new BuilderHost(tools.programs(), tools.buildx(), new LocalHost(Path.of("/")));
        return new Build(tools, tools.buildx(), hosts, store, new Fence(console.environment(), console.err()::println));
    }

    /** The builder to use: the one that was named, or with {@code --setup} what that resulted in. */
    public Optional<String> builder(
            Session tools, Reference image, List<Platform> platforms, Optional<String> named, List<String> insecure)
            throws ProgramException, IOException {
        if (!setup) {
            return named;
        }
        tools.progress().accept("looking at the builder and its emulators");
        var registries = RegistrySettings.of(tools.environment(), new LinkedHashSet<>(insecure));
        var request = new Setup.Request(Optional.of(image), platforms, named, registries, Map.of(), qemuImage);
        return Optional.of(new Setup(tools.programs(), tools.buildx(), tools.progress(), false, Optional.empty())
                .run(request)
                .builder()
                .name());
    }
}
