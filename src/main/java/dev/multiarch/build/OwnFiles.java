package dev.multiarch.build;

import dev.multiarch.dockerfile.ContextUse;
import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.IgnoreFile;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.process.FileInput;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folders of ours that are in the build context: each build changes them. {@code COPY . .} takes them into the image, and finds
 * nothing in the cache.
 */
public final class OwnFiles {
    private static final int LARGEST = 1 << 20;
    private static final String IGNORE = ".dockerignore";

    private OwnFiles() {}

    /**
     * A warning with what to do, where it happens.
     *
     * @param directory that relative paths start from
     * @param arguments of a build that was checked
     * @param folders of ours
     */
    public static Optional<String> warning(Path directory, List<String> arguments, List<Path> folders) {
        BuildFlags flags = BuildFlags.parse(arguments);
        Path context = BuildContext.last(flags, "").map(directory::resolve).orElse(directory);
        try {
            Path file = BuildContext.dockerfile(directory, flags);
            Optional<Dockerfile> read = new LegDockerfile(directory, flags, Map.of()).file();
            for (Path folder : folders) {
                Optional<String> path = within(context, folder);
                Optional<Instruction> use = path.flatMap(name -> read.flatMap(f -> ContextUse.of(f, name + "/x")));
                if (use.isPresent() && !ignored(context, file, path.get())) {
                    return Optional.of(text(directory, context, file, path.get(), use.get()));
                }
            }
            return Optional.empty();
        } catch (FormatException | IOException elsewhere) {
            return Optional.empty();
        }
    }

    private static Optional<String> within(Path context, Path folder) {
        Path base = context.toAbsolutePath().normalize();
        Path own = folder.toAbsolutePath().normalize();
        return Files.isDirectory(own) && own.startsWith(base) && !own.equals(base)
                ? Optional.of(base.relativize(own).toString().replace('\\', '/'))
                : Optional.empty();
    }

    private static boolean ignored(Path context, Path dockerfile, String path) throws IOException {
        Path file = ignoreFile(context, dockerfile);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = FileInput.open(file)) {
            String text = new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
            return IgnoreFile.parse(text).ignores(path + "/x");
        }
    }

    /** As BuildKit looks for it: the Dockerfile's own, else that of the context. */
    private static Path ignoreFile(Path context, Path dockerfile) {
        Path own = dockerfile.resolveSibling(dockerfile.getFileName() + IGNORE);
        return Files.isRegularFile(own) ? own : context.resolve(IGNORE);
    }

    private static String text(Path directory, Path context, Path file, String path, Instruction use) {
        return Printable.line("warning: the build context holds " + path + ", which each build changes, and "
                + shown(directory, file) + ":" + use.firstLine() + " takes all of it: it gets into the image, and later"
                + " steps are never found in the cache. Fix: add the line " + path + " to "
                + shown(directory, ignoreFile(context, file)));
    }

    private static Path shown(Path directory, Path file) {
        Path here = directory.toAbsolutePath().normalize();
        Path there = file.toAbsolutePath().normalize();
        return there.startsWith(here) ? here.relativize(there) : there;
    }
}
