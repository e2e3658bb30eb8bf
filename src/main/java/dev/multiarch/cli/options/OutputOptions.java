package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.image.Platform;
import dev.multiarch.json.SafeJson;
import dev.multiarch.process.FileOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How a command answers; the same for all. */
@picocli.CommandLine.Command
public final class OutputOptions implements Options.Offered {
    public Format format = Format.TEXT;
    public Optional<String> output = Optional.empty();
    public boolean verbose;
    public boolean quiet;

    @Override
    public void addTo(Options options) {
        options.choice(
                "--format", "text|json", "Text for people (default), or JSON.", Format.TEXT, given -> format = given);
        options.text(
                "--output", "FILE", "Write the answer to FILE instead of standard output.", given -> output = given);
        options.flag(
                "--verbose",
                "Show every program that is run, and where an error comes from.",
                given -> verbose = given);
        options.flag("--quiet", "Show no progress.", given -> quiet = given);
        options.help();
    }

    public void requireNoMatrix() throws UsageException {
        if (format == Format.GITHUB) {
            throw new UsageException("--format github is for plan alone. Fix: --format json");
        }
    }

    /** A file is replaced whole or not at all; a device is written to as it is. */
    public void answer(Console console, byte[] answer) throws IOException {
        byte[] bytes = format == Format.JSON ? SafeJson.of(answer) : answer;
        if (output.isEmpty()) {
            console.out().write(bytes);
            console.out().flush();
            return;
        }
        FileOutput.replace(console.path(output.get()), bytes);
    }

    public void answer(Console console, String text) throws IOException {
        answer(console, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A line of a program that we run, which is neutralised already. */
    public void program(Console console, String line) {
        if (!quiet) {
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
        if (!quiet || line.startsWith("warning:")) {
            console.say(line);
        }
    }
}
