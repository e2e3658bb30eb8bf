package dev.multiarch.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that builds as buildah does, on this host and without a daemon: buildah itself, or podman.
 *
 * @param program how it is started
 * @param name buildah or podman
 * @param version as it prints it: {@code 1.28.2}
 */
public record Buildah(String program, String name, String version) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile("(?m)^\\S{1,100} version (\\d[\\w.+~-]{0,60})");

    /**
     * @param name buildah or podman
     * @param environment its PATH is searched
     * @throws ProgramException if it is not there or does not run; the message says what to do
     */
    public static Buildah find(Programs programs, Map<String, String> environment, String name)
            throws ProgramException {
        Optional<String> program = Program.find(name, environment.getOrDefault("PATH", ""));
        if (program.isEmpty()) {
            throw ProgramException.unstarted(
                    Program.of(name, "build"),
                    "no " + name + " was found on the PATH. Fix: install " + name
                            + ", or leave out --with to build with buildx. Nothing was built");
        }
        Result answer =
                programs.run(Program.of(program.get(), "--version").withErrors().within(LIMIT));
        Matcher version = VERSION.matcher(answer.text());
        if (!answer.ok() || !version.find()) {
            throw new ProgramException(
                    "does not say its version. Fix: check that `" + name + " --version` works. Nothing was built",
                    answer);
        }
        return new Buildah(program.get(), name, version.group(1));
    }

    /** With the version, for people and records. */
    public String title() {
        return name + " " + version;
    }

    /**
     * Whether it only asks a service on another machine to build: then neither the host nor the files that it writes are
     * here.
     */
    public boolean isRemote(Programs programs) throws ProgramException {
        if (!name.equals("podman")) {
            return false;
        }
        Result answer = programs.run(command(List.of("info", "--format", "{{.Host.ServiceIsRemote}}"))
                .within(LIMIT));
        return answer.orThrow().text().strip().equals("true");
    }

    /** Removes a container of a build that was ended; podman takes one that is still mounted by force only. */
    public Program removal(String container) {
        return command(name.equals("podman") ? List.of("rm", "--force", container) : List.of("rm", container));
    }

    public Program command(List<String> words) {
        List<String> all = new ArrayList<>(List.of(program));
        all.addAll(words);
        return Program.of(all);
    }
}
