package dev.multiarch.host;

import java.util.List;
import java.util.Locale;

/** What to do where Docker's daemon is not reached, by docker's own message. */
public final class DockerAdvice {
    /** How the reason of such a fact begins; docker's message comes behind it. */
    public static final String NO_DAEMON = "docker can't reach the daemon";

    /** What other facts and findings say that follow from it. */
    public static final String NOT_REACHED = "the Docker daemon was not reached";

    private static final String HANGS = "took longer than";
    private static final String ADDRESS =
            "start the daemon at the address that DOCKER_HOST or the docker context names, or correct that address"
                    + " (docker"
                    + " context ls); to use this host's daemon, unset DOCKER_HOST and run: docker context use default";

    /** The words that a message holds, all of them in lower case, and what to do; the first that fits counts. */
    private record Advice(List<String> words, String fix) {}

    private static final List<Advice> ALL = List.of(
            new Advice(
                    List.of("permission denied"),
                    "let this user use Docker's socket (sudo usermod -aG docker \"$USER\", then log in again), or"
                            + " run as root"),
            new Advice(
                    List.of("is too new", "api version"),
                    "install a newer Docker daemon: it is older than this client"),
            new Advice(
                    List.of("is too old", "api version"),
                    "install a newer docker client: the daemon no longer serves it"),
            new Advice(
                    List.of("context", "not found"),
                    "choose a context that exists: docker context ls, then docker context use default; and see"
                            + " DOCKER_CONTEXT"),
            new Advice(
                    List.of("unable to resolve docker endpoint"),
                    "correct the docker context, or DOCKER_HOST with DOCKER_TLS_VERIFY and DOCKER_CERT_PATH"),
            new Advice(List.of(HANGS), "find out why docker does not answer: restart the daemon, and see DOCKER_HOST"),
            new Advice(List.of("is podman"), other("podman")),
            new Advice(List.of("not docker"), other("it")),
            new Advice(List.of("no docker daemon"), other("it")),
            new Advice(
                    List.of("no docker on the path"),
                    "install Docker, or only docker-buildx with a remote builder; merge and promote need neither of them"),
            new Advice(List.of("unix:///"), "start the daemon: sudo systemctl start docker, or open Docker Desktop"),
            new Advice(List.of("tcp://"), ADDRESS),
            new Advice(List.of("ssh"), ADDRESS),
            new Advice(List.of("error during connect"), ADDRESS),
            new Advice(List.of("request returned"), ADDRESS),
            new Advice(List.of("page not found"), ADDRESS));

    private DockerAdvice() {}

    private static String other(String name) {
        return "install Docker, or docker-buildx with a remote builder, to build; merge and promote work with " + name
                + ", as multiarch writes the index itself";
    }

    /** Whether docker was there and did not answer. */
    public static boolean hangs(String reason) {
        return reason.contains(HANGS);
    }

    /** What follows from it for whatever else docker would tell. */
    static String consequence(String reason) {
        return reason.startsWith(NO_DAEMON) ? NOT_REACHED : reason;
    }

    /** @param reason why a fact of docker's is unknown */
    public static String fix(String reason) {
        String said = reason.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(advice -> advice.words.stream().allMatch(said::contains))
                .findFirst()
                .map(Advice::fix)
                .orElse("start Docker, and see what this prints: docker version");
    }
}
