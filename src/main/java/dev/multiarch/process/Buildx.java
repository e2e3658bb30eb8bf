package dev.multiarch.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What buildx is called here: {@code docker buildx}, or {@code docker-buildx} where there is no docker command.
 *
 * @param prefix the words before a buildx command
 * @param version as buildx prints it, {@code v0.38.2}; one that was built without a version says {@code v0.0.0+unknown}
 */
public record Buildx(List<String> prefix, String version) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Of what it says of its version. */
    private static final int LONGEST = 400;

    /**
     * @param environment its PATH is searched
     * @throws ProgramException if there is none; the message says what to install
     */
    public static Buildx find(Programs programs, Map<String, String> environment) throws ProgramException {
        return find(programs, environment, LIMIT);
    }

    /** @param limit for all that is tried */
    public static Buildx find(Programs programs, Map<String, String> environment, Duration limit)
            throws ProgramException {
        long end = System.nanoTime() + limit.toNanos();
        String path = environment.getOrDefault("PATH", "");
        List<List<String>> ways = new ArrayList<>();
        Program.find("docker", path).ifPresent(docker -> ways.add(List.of(docker, "buildx")));
        Program.find("docker-buildx", path).ifPresent(alone -> ways.add(List.of(alone)));
        for (List<String> way : ways) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            Result version = programs.run(program(way, "version").within(left));
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

    private static String version(String text) {
        String first = text.substring(0, Math.min(text.length(), LONGEST)).strip();
        String[] words = first.split("\\s+");
        return Printable.line(words.length > 1 ? words[1] : first);
    }
}
