package dev.multiarch.build;

import dev.multiarch.text.FormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is after {@code --}, looked at before a builder is set up for it: flags, the context and its Dockerfile. */
public final class BuildContext {
    /** As buildx spells them: URLs, Git's short forms, and standard input. */
    private static final Pattern REMOTE =
            Pattern.compile("[a-z][a-z0-9+.-]*://.*|git@.*|github\\.com/.*|[^/]+@[^/]+:.*|-");

    private BuildContext() {}

    /**
     * @param directory that relative paths start from
     * @throws FormatException if a flag contradicts what a leg is, or there is no such folder or Dockerfile
     */
    public static void check(Path directory, List<String> arguments) {
        BuildFlags flags = BuildFlags.parse(arguments);
        BuildArguments.check(flags);
        String context = last(flags, "").orElseThrow();
        if (REMOTE.matcher(context).matches()) {
            return;
        }
        Path folder = directory.resolve(context);
        if (!Files.isDirectory(folder)) {
            throw new FormatException("the build context " + context + " is not a folder here. Fix: name one after"
                    + " \"--\", such as \"-- .\". Nothing was built");
        }
        Optional<String> file = last(flags, "file");
        boolean there = file.map(name -> REMOTE.matcher(name).matches() || isFile(directory.resolve(name)))
                .orElseGet(() -> isFile(folder.resolve("Dockerfile")) || isFile(folder.resolve("dockerfile")));
        if (!there) {
            throw new FormatException("there is no Dockerfile at "
                    + file.orElseGet(() ->
                            Path.of(context).resolve("Dockerfile").normalize().toString())
                    + ". Fix: name it by --file, from the working directory. Nothing was built");
        }
    }

    /**
     * The Dockerfile of a build that was checked.
     *
     * @throws FormatException saying why it can't be read before the build: it is elsewhere, or can be read only once
     */
    static Path dockerfile(Path directory, BuildFlags flags) {
        String context = last(flags, "").orElseThrow();
        Optional<String> file = last(flags, "file");
        if (file.or(() -> Optional.of(context)).filter("-"::equals).isPresent()) {
            throw new FormatException("its Dockerfile came on standard input");
        }
        if (REMOTE.matcher(context).matches()
                || file.filter(name -> REMOTE.matcher(name).matches()).isPresent()) {
            throw new FormatException("its Dockerfile is not on the host that builds it");
        }
        Path folder = directory.resolve(context);
        Path path = file.map(directory::resolve)
                .orElseGet(() -> Stream.of("Dockerfile", "dockerfile")
                        .map(folder::resolve)
                        .filter(BuildContext::isFile)
                        .findFirst()
                        .orElse(folder));
        if (!Files.isRegularFile(path)) {
            throw new FormatException("its Dockerfile is not a regular file");
        }
        return path;
    }

    /** A pipe is one as well: {@code --file <(generate)}. */
    private static boolean isFile(Path path) {
        return Files.exists(path) && !Files.isDirectory(path);
    }

    static Optional<String> last(BuildFlags flags, String flag) {
        return flags.words().stream()
                .filter(word -> word.flag().equals(flag))
                .flatMap(word -> word.value().stream())
                .reduce((first, second) -> second);
    }
}
