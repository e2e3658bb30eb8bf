package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Login;
import dev.multiarch.registry.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log-in step: who logged in where, or why nobody did, before anything is built. */
class LoginTest {
    private static final String DOCKER = """
            here=$(dirname "$0")
            echo "$*" >> "$here/calls"
            password=$(cat)
            echo "$password" >> "$here/passwords"
            [ "$password" != wrong ] || { echo 'unauthorized: incorrect username or password' >&2; exit 1; }
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    private final FaultyRegistry server = FaultyRegistry.start();

    @TempDir
    Path folder;

    private FakePrograms programs;

    @BeforeEach
    void docker() throws IOException {
        programs = FakePrograms.in(folder).with("docker", DOCKER);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Commands login(String image) {
        return commands.in(folder)
                .with("PATH", programs.folder() + ":" + System.getenv("PATH"))
                .with("HOME", folder.toString())
                .with("DOCKER_CONFIG", folder.toString())
                .with("GITHUB_ACTOR", "octocat")
                .with("MULTIARCH_INPUT_COMMAND", "login")
                .with("MULTIARCH_INPUT_IMAGE", image);
    }

    private String calls() throws IOException {
        return Files.readString(programs.folder().resolve("calls"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the job's token at ghcr.io        | ghcr.io/org/app |      | tok | ghcr.io   | octocat | login ghcr.io --username octocat --password-stdin | with the job's own token (no password was given)
            a password wins over the token    | ghcr.io/org/app | pass | tok | ghcr.io   | octocat | login ghcr.io --username octocat --password-stdin | with the password that was given
            a password elsewhere              | r.test:5/app    | pass | tok | r.test:5  | octocat | login r.test:5 --username octocat --password-stdin | with the password that was given
            Docker Hub by its short name      | org/app         | pass |     | docker.io | octocat | login --username octocat --password-stdin          | with the password that was given
            """)
    void logsIn(
            String name, String image, String password, String token, String host, String user, String call, String how)
            throws IOException {
        assertThat(login(image)
                        .with("MULTIARCH_INPUT_PASSWORD", password == null ? "" : password)
                        .with("MULTIARCH_INPUT_GITHUB_TOKEN", token == null ? "" : token)
                        .run("action"))
                .exitCode(0)
                .stderrIs("logged in to " + host + " as " + user + ", " + how + "\n");
        assertThat(calls()).isEqualTo(call + "\n");
        assertThat(Files.readString(programs.folder().resolve("passwords")))
                .isEqualTo((password == null ? token : password) + "\n");
    }

    /** GitHub's token is for GitHub alone. */
    @Test
    void aRegistryThatAsksForAPasswordFailsBeforeTheBuild() {
        server.on("GET /v2/", Reply.challenge("Basic realm=\"r\""));
        assertThat(login(server.host() + "/app")
                        .with("MULTIARCH_INPUT_GITHUB_TOKEN", "tok")
                        .run("action"))
                .exitCode(2)
                .stderrContains(
                        "error: nobody is logged in to " + server.host() + ": it asks for a password, and the secret"
                                + " password is empty.",
                        "Nothing was built",
                        "or set push: false");
        assertThat(programs.folder().resolve("calls")).doesNotExist();
    }

    @Test
    void aPasswordThatIsThereAlreadyIsEnough() throws IOException {
        Login.write(folder, server.host(), "me", "pass");
        assertThat(login(server.host() + "/app").run("action"))
                .exitCode(0)
                .stderrIs("nobody logs in to " + server.host() + ": this machine has a password for it already\n");
    }

    /** To read a base image that is not public. */
    @Test
    void aPasswordIsUsedEvenWhereNothingIsPushed() throws IOException {
        assertThat(login("r.test/app")
                        .with("MULTIARCH_INPUT_PUSH", "false")
                        .with("MULTIARCH_INPUT_PASSWORD", "pass")
                        .run("action"))
                .exitCode(0)
                .stderrIs("logged in to r.test as octocat, with the password that was given\n");
        assertThat(calls()).isEqualTo("login r.test --username octocat --password-stdin\n");
    }

    @Test
    void dockerHubHasSeveralNames() {
        assertThat(login("org/app")
                        .with("MULTIARCH_INPUT_REGISTRY", "https://index.docker.io/v1/")
                        .with("MULTIARCH_INPUT_PASSWORD", "pass")
                        .run("action"))
                .exitCode(0)
                .stderrIs("logged in to https://index.docker.io/v1/ as octocat, with the password that was given\n");
    }

    @Test
    void aRegistryThatAsksForNothingNeedsNobody() {
        server.on("GET /v2/", Reply.document("application/json", new byte[] {'{', '}'}));
        assertThat(login(server.host() + "/app").run("action"))
                .exitCode(0)
                .stderrIs("nobody logs in to " + server.host() + ": it asks for no password\n");
    }

    @Test
    void aRegistryThatCannotBeAskedIsAWarning() {
        assertThat(login("127.0.0.1:9/app").run("action"))
                .exitCode(0)
                .stderrContains(
                        "warning: nobody logs in to 127.0.0.1:9, as no password was given; whether it asks for one"
                                + " could not be seen: ");
    }

    /** A password for a mirror says nothing of the registry that takes the push. */
    @Test
    void anotherRegistrysPasswordIsNotTheImages() throws IOException {
        server.on("GET /v2/", Reply.challenge("Basic realm=\"r\""));
        assertThat(login(server.host() + "/app")
                        .with("MULTIARCH_INPUT_REGISTRY", "mirror.test")
                        .with("MULTIARCH_INPUT_USERNAME", "me")
                        .with("MULTIARCH_INPUT_PASSWORD", "pass")
                        .run("action"))
                .exitCode(2)
                .stderrContains("logged in to mirror.test as me", "nobody is logged in to " + server.host());
        assertThat(calls()).isEqualTo("login mirror.test --username me --password-stdin\n");
    }

    @Test
    void aPasswordThatIsNotTakenEndsItWithoutShowingIt() {
        assertThat(login("r.test/app").with("MULTIARCH_INPUT_PASSWORD", "wrong").run("action"))
                .exitCode(4)
                .stderrContains("unauthorized: incorrect username or password")
                .stderrDoesNotContain("wrong");
    }
}
