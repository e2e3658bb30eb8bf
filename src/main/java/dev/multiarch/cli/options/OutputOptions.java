package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.image.Platform;
import dev.multiarch.json.SafeJson;
import dev.multiarch.process.FileOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How a command answers; the same for all. */
public final class OutputOptions {
    public static final String HEADING = "Output and help";

    private final OptionSpec format;

    private final OptionSpec output =
            Options.text("--output", "FILE", "Write the answer to FILE instead of standard output.");

    private final OptionSpec quiet = Options.flag("--quiet", "Show no progress.");

    private final OptionSpec verbose =
            Options.flag("--verbose", "Show every program that is run, and the source of an error.");

    private OutputOptions(OptionSpec format) {
        this.format = format;
    }

    public OutputOptions() {
        this(Options.choice(
                "--format", Format.TEXT, "Text for people (default), or JSON.", List.of(Format.TEXT, Format.JSON)));
    }

    /** With a format for a workflow's matrix. */
    public static OutputOptions withMatrix() {
        return new OutputOptions(Options.choice(
                "--format",
                Format.TEXT,
                "Text for people (default), JSON, or a matrix for GitHub's fromJSON.",
                List.of(Format.values())));
    }

    public CommandSpec spec() {
        return spec(List.of());
    }

    /** @param more options of the command that belong here, above {@code --help}, which is last everywhere */
    public CommandSpec spec(List<OptionSpec> more) {
        CommandSpec group = Options.group(format, output, quiet, verbose);
        more.forEach(group::addOption);
        return group.addOption(Options.help());
    }

    public static OptionSpec timings() {
        return Options.flag("--timings", "Show on standard error how long each part took.");
    }

    public Format format() {
        return format.getValue();
    }

    /** The file that the answer goes to; empty for standard output. */
    public Optional<String> file() {
        return Options.given(output);
    }

    public boolean quiet() {
        return quiet.getValue();
    }

    public boolean verbose() {
        return verbose.getValue();
    }

    public void requireNoMatrix() throws UsageException {
        if (format() == Format.GITHUB) {
            throw new UsageException("--format github: only plan and rebuild have this form. Fix: --format json");
        }
    }

    /** A file is replaced whole or not at all; a device is written to as it is. */
    public void answer(Console console, byte[] answer) throws IOException {
        byte[] bytes = format() == Format.JSON ? SafeJson.of(answer) : answer;
        if (file().isEmpty()) {
            console.out().write(bytes);
            console.out().flush();
            return;
        }
        FileOutput.replace(console.path(file().get()), bytes);
    }

    public void answer(Console console, String text) throws IOException {
        answer(console, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A line of a program that we run, which is neutralised already. */
    public void program(Console console, String line) {
        if (!quiet()) {
            console.err().println(line);
        }
    }

    /** Of several programs at once: each line says whose it is, and those that only space others out are left out. */
    public void leg(Console console, Platform platform, String line) {
        if (!line.isBlank()) {
            program(console, "[" + platform + "] " + line);
        }
    }

    public void progress(Console console, String line) {
        if (!quiet() || line.startsWith("warning:")) {
            console.say(line);
        }
    }
}
