package dev.multiarch.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What buildx is called here: {@code docker buildx}, or {@code docker-buildx} where there is no docker command.
 *
 * @param prefix the words before a buildx command
 * @param version as buildx prints it, {@code v0.38.2}; one that was built without a version says {@code v0.0.0+unknown}
 */
public record Buildx(List<String> prefix, String version) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * @param environment its PATH is searched
     * @throws ProgramException if there is none; the message says what to install
     */
    public static Buildx find(Programs programs, Map<String, String> environment) throws ProgramException {
        String path = environment.getOrDefault("PATH", "");
        List<List<String>> ways = new ArrayList<>();
        command("docker", path).ifPresent(docker -> ways.add(List.of(docker, "buildx")));
        command("docker-buildx", path).ifPresent(alone -> ways.add(List.of(alone)));
        for (List<String> way : ways) {
            Result version = programs.run(program(way, "version").within(LIMIT));
            if (version.ok()) {
                return new Buildx(way, version(version.text()));
            }
        }
        throw ProgramException.unstarted(
                Program.of("docker", "buildx", "version"),
                "no buildx was found on the PATH. Fix: install Docker with its buildx plugin, or docker-buildx alone");
    }

    public Program command(String... arguments) {
        return program(prefix, arguments);
    }

    public Program command(List<String> arguments) {
        return command(arguments.toArray(String[]::new));
    }

    private static Program program(List<String> prefix, String... arguments) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(arguments));
        return Program.of(words);
    }

    /** By name where the system would find the same one, else by its path: a program is looked up in our own PATH. */
    private static Optional<String> command(String name, String path) {
        boolean plain = path.equals(System.getenv("PATH"));
        for (String folder : path.split(File.pathSeparator)) {
            if (!Path.of(folder).isAbsolute()) {
                plain = false; // the system would look into the working directory, which may be a pull request's
                continue;
            }
            Path file = Path.of(folder, name);
            if (Files.isExecutable(file) && Files.isRegularFile(file)) {
                return Optional.of(plain ? name : file.toString());
            }
        }
        return Optional.empty();
    }

    private static String version(String text) {
        String[] words = text.strip().split("\\s+");
        return Printable.line(words.length > 1 ? words[1] : text.strip());
    }
}
