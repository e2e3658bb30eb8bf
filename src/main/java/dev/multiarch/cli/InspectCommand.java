package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.RunnerLog;
import dev.multiarch.cli.console.Terminal;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.report.Inspection;
import dev.multiarch.step.Session;
import dev.multiarch.text.Printable;
import dev.multiarch.verify.Inspect;
import dev.multiarch.verify.RecordedFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class InspectCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(2);

    private final Console console;
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = new OutputOptions();

    private final PositionalParamSpec reference =
            Options.operand("REF", "The image: repo:tag, repo@sha256:…, oci:DIR[:tag] or oci-archive:FILE[:tag].");

    private final OptionSpec client = Options.text(
            "--for",
            "PLATFORM",
            "Only what a client on this platform pulls, by containerd's order. Exit code 1 if it finds nothing.");

    private final OptionSpec raw = Options.flag(
            "--raw",
            "The document itself, byte for byte: the index, or with --for the manifest that the client pulls.");

    private final OptionSpec records = Records.judging();

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Shows what is in an image: a line for each platform, with its digest, size, layers, attestations and how"
                                + " it was built. It does not judge the image: see verify-index.",
                        "multiarch inspect ghcr.io/org/app:1.2",
                        "multiarch inspect ghcr.io/org/app:1.2 --for linux/arm64/v8",
                        "multiarch inspect ghcr.io/org/app:1.2 --for linux/arm64 --raw | jq .config.digest",
                        "multiarch inspect oci-archive:image.tar --format json",
                        "multiarch inspect localhost:5000/app:1 --records .multiarch/records")
                .addPositional(reference)
                .addMixin("What is shown", Options.group(client, raw, records))
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        boolean whole = raw.getValue();
        if (whole && output.format() == Format.JSON) {
            throw new UsageException("--raw cannot be combined with --format json. Fix: use only one of them");
        }
        Optional<Platform> platform = Options.<String>given(client).map(KnownPlatforms::parse);
        Session tools = registries.tools(console, output, BUDGET);
        Optional<RecordedFacts> facts = Records.facts(console, tools, Options.given(records));
        try (Source source = registries.source(console, tools, reference.getValue())) {
            var inspect = new Inspect(tools, source);
            if (whole) {
                return raw(inspect, platform);
            }
            Inspection found;
            try (var status = new StatusLine(console, output)) {
                tools.telling(status);
                found = inspect.run(platform, facts);
            }
            output.answer(
                    console,
                    output.format() == Format.JSON ? found.json() : found.text().getBytes(StandardCharsets.UTF_8));
            return found.isTaken() ? ExitCode.FINE : ExitCode.REFUSED;
        }
    }

    private int raw(Inspect inspect, Optional<Platform> platform) throws Exception {
        Optional<Document> document = platform.isEmpty() ? Optional.of(inspect.root()) : inspect.chosen(platform.get());
        if (document.isEmpty()) {
            console.error("a client on " + platform.get() + " finds nothing to pull in " + reference.getValue()
                    + ". Fix: multiarch inspect " + reference.getValue() + " shows what there is");
            return ExitCode.REFUSED;
        }
        show(document.get().bytes());
        return ExitCode.FINE;
    }

    /** A file or a program gets every byte; a terminal and a runner's log get none that they would obey. */
    private void show(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean shown = output.file().isEmpty();
        if (shown && Terminal.isOne(1)) {
            output.answer(console, Printable.text(text) + "\n");
        } else if (shown && RunnerLog.obeys(text) && RunnerLog.isRead(console.environment())) {
            output.answer(console, Printable.text(text) + "\n");
            console.say("note: the document holds workflow commands, which are broken up in this log. --output FILE"
                    + " writes every byte");
        } else {
            output.answer(console, bytes);
        }
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
