package dev.multiarch.cli;

import dev.multiarch.image.Platform;
import dev.multiarch.report.SafeJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;
import java.util.UUID;

/** How a command answers; the same for all. */
@picocli.CommandLine.Command
final class OutputOptions implements Options.Offered {
    Format format = Format.TEXT;
    Optional<String> output = Optional.empty();
    boolean verbose;
    boolean quiet;

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

    void requireNoMatrix() throws UsageException {
        if (format == Format.GITHUB) {
            throw new UsageException("--format github is for plan alone. Fix: --format json");
        }
    }

    /** A file is replaced whole or not at all. */
    void answer(Console console, byte[] answer) throws IOException {
        byte[] bytes = format == Format.JSON ? SafeJson.of(answer) : answer;
        if (output.isEmpty()) {
            console.out().write(bytes);
            console.out().flush();
            return;
        }
        Path file = console.path(output.get());
        if (isNoFile(file)) {
            Files.write(file, bytes, StandardOpenOption.WRITE);
        } else {
            write(file, bytes);
        }
    }

    /** A pipe or a device, by whatever link: {@code /dev/stdout} is one even where it leads to a file. */
    private static boolean isNoFile(Path file) {
        boolean other = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
        return other || file.toAbsolutePath().normalize().startsWith("/dev");
    }

    void answer(Console console, String text) throws IOException {
        answer(console, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Replaces a file or a link, but never what is neither: root's {@code --plan /dev/null} left a host without one. */
    static void write(Path file, byte[] bytes) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "is a folder, expected a file to write");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isSymbolicLink(file)) {
            Files.write(file, bytes, StandardOpenOption.WRITE);
            return;
        }
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        Files.createDirectories(folder);
        // Not a temporary file of Java's, which nobody else may read.
        Path aside = folder.resolve(".multiarch" + UUID.randomUUID() + ".tmp");
        try {
            Files.write(aside, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                keepPermissions(file, aside);
            }
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void keepPermissions(Path file, Path aside) throws IOException {
        var theirs = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (theirs != null) {
            Files.setPosixFilePermissions(aside, theirs.readAttributes().permissions());
        }
    }

    /** A line of a program that we run, which is neutralised already. */
    void program(Console console, String line) {
        if (!quiet) {
            console.err().println(line);
        }
    }

    /** Of several programs at once: each line says whose it is, and those that only space others out are left out. */
    void leg(Console console, Platform platform, String line) {
        if (!line.isBlank()) {
            program(console, "[" + platform + "] " + line);
        }
    }

    void progress(Console console, String line) {
        if (!quiet || line.startsWith("warning:")) {
            console.say(line);
        }
    }
}
