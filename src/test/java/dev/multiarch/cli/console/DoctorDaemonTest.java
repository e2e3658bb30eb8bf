package dev.multiarch.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.cli.FakePrograms;
import dev.multiarch.image.Digest;
import dev.multiarch.publish.OtherImages;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Docker's daemon is not reached, or docker is something else: one cause, with the remedy that fits docker's message. */
class DoctorDaemonTest {
    /** Docker 28.2.2 and buildx v0.38.2 without a daemon. */
    private static final String NO_DAEMON = """
            case "$1 $2" in
            "version --format") echo '{"Client":{"Version":"28.2.2","Os":"linux"},"Server":null}'; echo '%1$s' >&2; exit 1 ;;
            "buildx version") echo 'github.com/docker/buildx v0.38.2 5f0c1a2' ;;
            "buildx inspect") printf 'Name:   default\\nDriver: \\nError:  %1$s\\n' ;;
            esac
            """;

    /** Debian's and Fedora's podman-docker. */
    private static final String PODMAN = """
            echo "Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg." >&2
            case "$1 $2" in
            "version --format") echo '{"Client":{"APIVersion":"5.4.0","Version":"5.4.0","OsArch":"linux/amd64"}}' ;;
            "info --format") echo '{"host":{"arch":"amd64","buildahVersion":"1.39.0"}}' ;;
            "buildx version") echo "buildah 1.39.0" ;;
            "buildx inspect") printf 'Name: default\\nDriver: podman\\n\\nNodes:\\nName: default\\nStatus: running\\n' ;;
            *) echo "Error: unrecognized command podman $1 $2" >&2; exit 125 ;;
            esac
            """;

    private static final String NERDCTL = """
            case "$1 $2" in
            "version --format") echo '{"Client":{"Version":"v2.0.3","Components":[{"Name":"buildctl"}]},"Server":{"Components":[]}}' ;;
            *) echo "level=fatal msg=\\"unknown subcommand buildx for nerdctl\\"" >&2; exit 1 ;;
            esac
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    private FakePrograms programs;
    private Commands here;

    @BeforeEach
    void prepare() throws IOException {
        programs = FakePrograms.in(temp);
        here = commands.in(temp).with("PATH", programs.folder().toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "not started         | Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running? | start the daemon: sudo systemctl start docker, or open Docker Desktop",
                "newer words         | failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct | start the daemon: sudo systemctl start docker",
                "no right            | permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock | sudo usermod -aG docker",
                "DOCKER_HOST         | Cannot connect to the Docker daemon at tcp://10.0.0.9:2375. Is the docker daemon running? | DOCKER_HOST",
                "a name nobody knows | error during connect: Get http://nohost:2375/v1.50/version: dial tcp: lookup nohost: no such host | DOCKER_HOST",
                "over ssh            | error during connect: Get http://docker.example.com/v1.50/version: command [ssh -l x] has exited with exit status 255 | DOCKER_HOST",
                "an old daemon       | Error response from daemon: client version 1.50 is too new. Maximum supported API version is 1.43 | install a newer Docker daemon",
                "an old client       | Error response from daemon: client version 1.24 is too old. Minimum supported API version is 1.44 | install a newer docker client",
                "no message          | | start Docker, and see what this prints: docker version",
            })
    void theDaemonIsNotReached(String name, String message, String fix) throws IOException {
        programs.with("docker", NO_DAEMON.formatted(message == null ? "" : message));
        Transcript answer = here.run("doctor");
        assertThat(answer)
                .exitCode(ExitCode.UNKNOWN)
                .stderrIsEmpty()
                .stdoutContains(
                        "unknown  host.docker the version of Docker's daemon is unknown: docker can't reach the daemon"
                                + (message == null ? "" : ": " + message.strip()),
                        "docker.image-store     unknown: the Docker daemon was not reached",
                        fix)
                .stdoutDoesNotContain("install a newer Docker, client and daemon")
                .stdoutDoesNotContain("--records");
        if (message != null) {
            assertThat(answer).stdoutContains("unknown, because the Docker daemon was not reached");
        }
    }

    @Test
    void theContextIsNotThere() throws IOException {
        programs.with(
                "docker",
                "case \"$1 $2\" in\n'buildx version') echo github.com/docker/buildx v0.38.2 ;;\n"
                        + "'buildx inspect') echo 'ERROR: no builder \"foo\" found' >&2; exit 1 ;;\n*) echo 'Failed to initialize:"
                        + " unable to resolve docker endpoint: context \"foo\": context not found' >&2; exit 1 ;;\nesac");
        assertThat(here.run("doctor"))
                .exitCode(ExitCode.UNKNOWN)
                .stdoutContains(
                        "docker can't reach the daemon: Failed to initialize: unable to resolve docker endpoint",
                        "Fix: choose a context that exists: docker context ls",
                        "builder.status         unknown: `",
                        "docker buildx inspect` ended with 1: ERROR: no builder");
    }

    @Test
    void podmanIsNoDocker() throws IOException {
        programs.with("docker", PODMAN);
        assertThat(here.run("doctor"))
                .exitCode(ExitCode.UNKNOWN)
                .stdoutContains(
                        "docker.client          unknown: docker is podman 5.4.0 here, not Docker",
                        "docker.image-store     unknown: docker is podman 5.4.0 here",
                        "buildx                 unknown: no buildx was found: docker is podman here, since `docker buildx version`"
                                + " says \"buildah 1.39.0\"",
                        "unknown (warning) host.buildx",
                        "unknown  host.builder whether the builder pushes by digest is unknown, because buildx could not be asked",
                        "merge and promote work with podman, as multiarch writes the index itself")
                .stdoutDoesNotContain("pass     host.b")
                .stdoutDoesNotContain("pass     host.docker");
    }

    @Test
    void nerdctlIsNoDocker() throws IOException {
        programs.with("docker", NERDCTL);
        assertThat(here.run("doctor"))
                .exitCode(ExitCode.UNKNOWN)
                .stdoutContains(
                        "docker.client          unknown: docker is nerdctl v2.0.3 here, not Docker",
                        "buildx                 unknown: no buildx was found: docker has no buildx plugin (level=fatal")
                .stdoutDoesNotContain("pass     host.buildx");
    }

    @Test
    void dockerWithoutThePluginIsSaid() throws IOException {
        programs.with(
                "docker",
                "case $1 in version) echo '{\"Client\":{\"Version\":\"28.2.2\"},\"Server\":{\"Version\":\"28.2.2\"}}' ;;"
                        + " info) echo '{\"Driver\":\"overlay2\"}' ;; *) echo \"docker: 'buildx' is not a docker command.\" >&2; exit 1 ;; esac");
        assertThat(here.run("doctor"))
                .exitCode(ExitCode.UNKNOWN)
                .stdoutContains(
                        "docker has no buildx plugin (docker: 'buildx' is not a docker command.)",
                        "Fix: install buildx, as docker's plugin or as docker-buildx on the PATH");
    }

    /** With podman for docker there is no imagetools: the tag is moved by our own writer. */
    @Test
    void tagsMoveWithPodmanToo() throws Exception {
        programs.with("docker", PODMAN);
        try (var images = new OtherImages()) {
            Digest digest = images.attested("app:x", "linux/amd64");
            assertThat(here.run(
                            "promote", images.ref("app").name() + "@" + digest, "--tag", "1", "--unjudged", "empty"))
                    .exitCode(ExitCode.FINE)
                    .stderrContains("no buildx here: multiarch writes the index itself", "docker is podman here")
                    .stdoutContains("/app:1 now points to " + digest);
            assertThat(here.run(
                            "promote",
                            images.ref("app").name() + "@" + digest,
                            "--tag",
                            "2",
                            "--unjudged",
                            "empty",
                            "--engine",
                            "imagetools"))
                    .exitCode(ExitCode.FAILED)
                    .stderrContains("docker is podman here, since `docker buildx version` says \"buildah 1.39.0\"");
        }
    }
}
