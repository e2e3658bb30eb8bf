package dev.multiarch.process;

import dev.multiarch.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final int LONGEST_QUOTE = 100;
    private static final Pattern VERSION = Pattern.compile("(?m)^\\S{0,100}/buildx\\s{1,9}(\\S{1,400})");

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
        String why = "no buildx was found on the PATH";
        for (List<String> way : ways) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            Result answer = programs.run(program(way, "version").within(left));
            Optional<String> version = answer.ok() ? version(answer.text()) : Optional.empty();
            if (version.isPresent()) {
                return new Buildx(way, version.get());
            }
            why = absence(way, answer).orElse(why);
        }
        throw ProgramException.unstarted(
                Program.of("docker", "buildx", "version"),
                why + ". Fix: install Docker with its buildx plugin, or docker-buildx alone");
    }

    /** What a program says that is there and is not buildx: podman calls itself docker and answers as buildah. */
    private static Optional<String> absence(List<String> way, Result answer) {
        String said = answer.ok()
                ? first(answer.text())
                : answer.lastLines().stream().findFirst().map(Buildx::first).orElse("");
        if (way.size() == 1 || said.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                answer.ok()
                        ? "no buildx was found: docker is " + (said.startsWith("buildah") ? "podman" : "not Docker")
                                + " here, since `docker buildx version` says \"" + said + "\""
                        : "no buildx was found: docker has no buildx plugin (" + said + ")");
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

    /** Of {@code github.com/docker/buildx v0.38.2 …}; a distribution's own build may leave out the v. */
    private static Optional<String> version(String text) {
        Matcher found = VERSION.matcher(text.substring(0, Math.min(text.length(), LONGEST)));
        return found.find() ? Optional.of(Printable.line(found.group(1))) : Optional.empty();
    }

    private static String first(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return Printable.line(line.substring(0, Math.min(line.length(), LONGEST_QUOTE)));
    }
}
