package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.json.Json;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.embedded.FaultRule;
import dev.multiarch.registry.embedded.Quirk;
import dev.multiarch.registry.embedded.ReceivedRequest;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class RegistryCommand implements Command {
    private static final int USUAL_PORT = 5000;
    private static final int HIGHEST_PORT = 65535;

    private final Console console;
    private final OutputOptions output = new OutputOptions();

    private final OptionSpec port = Options.number(
            "--port", "PORT", USUAL_PORT, "Where to listen (default: " + USUAL_PORT + "); 0 for a free one.");

    private final OptionSpec folder = Options.text(
            "--folder",
            "DIR",
            "Keep everything in this folder. Without it, everything is in memory and" + " gone at the end.");

    private final OptionSpec faults = Options.texts(
            "--fault",
            "RULE",
            "Make a request fail, to see what a client does (repeatable): METHOD /v2/PATH and one of status=503,"
                    + " delay=5s, cut=100 (bytes of the body), wrong-bytes, redirect=URL; times=N for the first N.");

    private final OptionSpec quirks = Options.texts(
            "--quirk",
            "NAME",
            "Be like a registry that lacks something (repeatable): " + String.join(", ", Quirk.names()) + ".",
            Quirk.names().toArray(String[]::new));

    RegistryCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Runs a small registry on 127.0.0.1, to try things out and for tests, until you stop it.\n"
                                + "It has no password: other users of this machine can read and write everything in"
                                + " it.",
                        "multiarch registry --port 5000",
                        "multiarch registry --folder images --verbose",
                        "multiarch registry --fault 'GET /v2/app/manifests/1 status=503 times=2'",
                        "multiarch registry --fault 'GET /v2/app/manifests/1 delay=30s' --fault 'HEAD"
                                + " /v2/app/manifests/1 status=429'",
                        "multiarch registry --quirk no-delete --quirk no-referrers",
                        "docker tag app 127.0.0.1:5000/app:1 && docker push 127.0.0.1:5000/app:1")
                .addMixin("Registry", Options.group(port, folder, faults, quirks))
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        List<String> spoilt = faults.getValue();
        List<FaultRule> rules = spoilt.stream().map(FaultRule::parse).toList();
        List<String> named = quirks.getValue();
        Quirk[] lacks = named.stream().map(Quirk::parse).toArray(Quirk[]::new);
        Optional<Path> kept = Optional.empty();
        Optional<String> given = Options.given(folder);
        if (given.isPresent()) {
            kept = Optional.of(Workspace.reading(console, "--folder", given.get()));
            Files.createDirectories(kept.get());
        }
        Consumer<ReceivedRequest> ear = heard -> {
            if (output.verbose()) {
                console.say(heard.line());
            }
        };
        try (EmbeddedRegistry registry = start(kept, port.getValue(), ear)) {
            registry.with(lacks);
            rules.forEach(rule -> rule.in(registry));
            output.answer(console, answer(registry, kept));
            if (console.out().checkError()) { // nobody is there to learn the port
                return ExitCode.FAILED;
            }
            registry.await();
            return ExitCode.FINE;
        }
    }

    static EmbeddedRegistry start(Optional<Path> kept, int port, Consumer<ReceivedRequest> ear)
            throws IOException, UsageException {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new UsageException("--port " + port + ": expected a number from 0 to " + HIGHEST_PORT);
        }
        try {
            return EmbeddedRegistry.start(kept, port, ear);
        } catch (BindException taken) {
            throw new IOException(
                    "port " + port + " of 127.0.0.1 is not available: " + taken.getMessage()
                            + ". Fix: --port 0 for a free port, or another port",
                    taken);
        }
    }

    private byte[] answer(EmbeddedRegistry registry, Optional<Path> kept) {
        String where = kept.map(path -> "in " + path).orElse("in memory");
        return output.format() == Format.JSON
                ? Json.write(Map.of("registry", registry.host()))
                : ("registry " + registry.host() + ", " + where + "; Ctrl-C stops it\n")
                        .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
