package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.InputFile;
import dev.multiarch.cli.console.StandardInput;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.OptionSpec;

/** A file that names images. */
final class ImageFile {
    private static final int LARGEST = 8 << 20;

    private final OptionSpec file = Options.text(
            "--file", "FILE", "Images from a file, one a line (- for standard input); # begins a comment.");

    OptionSpec option() {
        return file;
    }

    Optional<String> name() {
        return Options.given(file);
    }

    /**
     * Nothing where no file is given.
     *
     * @param parse a name, or fails with what is wrong with it
     * @throws FormatException with the line of a name that is malformed
     */
    <T> List<T> read(Console console, Function<String, T> parse) throws IOException, UsageException {
        List<T> images = new ArrayList<>();
        Optional<String> named = name();
        if (named.isEmpty()) {
            return images;
        }
        List<String> lines = text(console, named.get()).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("(^|\\s)#.*", "").strip();
            try {
                if (!line.isEmpty()) {
                    images.add(parse.apply(line));
                }
            } catch (FormatException malformed) {
                String place = named.get().equals("-") ? "standard input" : named.get();
                throw new FormatException(place + ":" + (i + 1) + ": " + malformed.getMessage());
            }
        }
        return images;
    }

    private static String text(Console console, String named) throws IOException, UsageException {
        byte[] bytes = named.equals("-")
                ? StandardInput.read(LARGEST + 1)
                : InputFile.read(console, "--file", named, LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new UsageException("--file " + named + ": larger than 8 MiB");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
