package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code doctor} says of builders that do not run, by what buildx v0.38.2 prints of them: never that they are fine. */
class DoctorBuilderTest {
    /** A docker whose builder is described by a file; {@code inspect --bootstrap} says the same. */
    private static final String DOCKER = """
            case "$1 $2" in
            "version --format") echo '{"Client":{"Version":"28.2.2"},"Server":{"Version":"28.2.2"}}' ;;
            "info --format") echo '{"Driver":"overlay2"}' ;;
            "buildx version") echo 'github.com/docker/buildx v0.38.2 5f0c1a2' ;;
            "buildx inspect") while read -r line; do case $line in ERROR*) echo "$line" >&2; exit 1 ;; esac; echo "$line"
              done < %s ;;
            esac
            """;

    private static final String[] POLICY = {
        "apiVersion: multiarch/v1", "kind: Policy", "name: builder", "host: {builder: {push-by-digest: true}}", ""
    };

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    private Commands here;

    @BeforeEach
    void prepare() throws IOException {
        Path inspect = temp.resolve("inspect");
        FakePrograms programs = FakePrograms.in(temp).with("docker", DOCKER.formatted(inspect));
        Files.writeString(temp.resolve("p.yaml"), String.join("\n", POLICY));
        here = commands.in(temp).with("PATH", programs.folder().toString());
    }

    private Transcript doctor(String driver, String nodes, String... more) throws IOException {
        String head = driver.startsWith("ERROR") ? driver : "Name: ci\nDriver: " + driver + "\n\nNodes:";
        Files.writeString(
                temp.resolve("inspect"), head + "\n" + nodes.replace("; ", "\n").replace(" / ", "\n\n") + "\n");
        String[] words = new String[more.length + 5];
        System.arraycopy(new String[] {"doctor", "--builder", "ci", "--policy", "p.yaml"}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        return here.run(words);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "remote, running           | remote           | Name: a; Endpoint: tcp://h:1; Status: running  | 0 | pass     host.builder builder ci (driver remote) runs, and pushes by digest",
                "remote, down              | remote           | Name: a; Endpoint: tcp://h:1; Status: inactive | 1 | fail     host.builder builder ci (driver remote) is down: node a (tcp://h:1) is inactive; expected a builder that runs",
                "remote, an error          | remote           | Name: a; Endpoint: tcp://h:1; Error: listing workers: refused | 1 | is down: node a (tcp://h:1): listing workers: refused",
                "remote, one of two down   | remote           | Name: a; Endpoint: tcp://h:1; Status: running / Name: b; Endpoint: tcp://g:1; Status: inactive | 1 | is down: node b (tcp://g:1) is inactive",
                "container, running        | docker-container | Name: a; Endpoint: unix:///s; Status: running  | 0 | pass     host.builder",
                "container, never started  | docker-container | Name: a; Endpoint: unix:///s; Status: inactive | 3 | unknown  host.builder whether builder ci (driver docker-container) runs is unknown: node a (unix:///s) is inactive; a build would start it",
                "container, stopped        | docker-container | Name: a; Endpoint: unix:///s; Status: stopped  | 3 | node a (unix:///s) is stopped; a build would start it",
                "container, paused         | docker-container | Name: a; Endpoint: unix:///s; Error: Container x is paused | 1 | is down: node a (unix:///s): Container x is paused",
                "container, one stopped    | docker-container | Name: a; Status: running / Name: b; Status: stopped | 3 | node b is stopped; a build would start it",
                "kubernetes, running       | kubernetes       | Name: a; Endpoint: kubernetes:///x; Status: running  | 0 | pass     host.builder",
                "kubernetes, no pod        | kubernetes       | Name: a; Endpoint: kubernetes:///x; Status: inactive | 3 | a build would start it",
                "kubernetes, no cluster    | kubernetes       | Name: a; Endpoint: kubernetes:///x; Error: connection refused | 1 | is down: node a (kubernetes:///x): connection refused",
                "cloud, running            | cloud            | Name: a; Endpoint: cloud://o/b; Status: running  | 0 | pass     host.builder",
                "cloud, down               | cloud            | Name: a; Endpoint: cloud://o/b; Status: inactive | 1 | is down: node a (cloud://o/b) is inactive",
                "docker                    | docker           | Name: a; Endpoint: default; Status: running    | 1 | builder ci (driver docker) can't push by digest",
                "an unknown driver         | podman           | Name: a; Endpoint: default; Status: running    | 3 | what a builder with the driver podman can do is not known",
                "no status                 | remote           | Name: a; Endpoint: tcp://h:1                   | 3 | buildx does not say whether node a (tcp://h:1) runs",
                "no node                   | remote           |                                                | 3 | buildx names no node of it",
                "there is none             | ERROR: no builder \"ci\" found |                                  | 1 | fail     host.builder there is no builder ci",
                "inspect fails             | ERROR: context deadline exceeded |                                  | 3 | buildx inspect ci` ended with 1: ERROR: context deadline exceeded",
            })
    void passesOnlyWhatRuns(String name, String driver, String nodes, int exit, String said) throws IOException {
        assertThat(doctor(driver, nodes == null ? "" : nodes))
                .exitCode(exit)
                .stderrIsEmpty()
                .stdoutContains(said)
                .stdoutDoesNotContain("--records");
    }

    @Test
    void theWholeBuilderCanBeInError() throws IOException {
        assertThat(doctor("remote\nError: its settings can't be read", ""))
                .exitCode(1)
                .stdoutContains("builder ci (driver remote) is down: its settings can't be read");
    }

    /** One cause is named once; nothing is run on a builder that is known to be down. */
    @Test
    void whatFollowsFromItIsUnknownWithoutRepeatingTheCause() throws IOException {
        Files.writeString(
                temp.resolve("p.yaml"),
                String.join("\n", POLICY).replace("true}}", "true}, kernel: {min: \"4.8\"}, binfmt: {flags: F}}"));
        Transcript answer = doctor(
                "remote", "Name: a; Endpoint: tcp://h:1; Status: inactive", "--platforms", "linux/arm64,linux/arm/v7");
        assertThat(answer)
                .exitCode(1)
                .stdoutContains(
                        "fail     host.builder builder ci (driver remote) is down",
                        "unknown  host.kernel [linux/arm/v7, linux/arm64] whether it needs emulation is unknown: the builder"
                                + " does not run, so nothing could be run on it (builder.status)",
                        "Fix: correct what the reason names, then run multiarch doctor again")
                .stdoutDoesNotContain("--records");
        assertThat(answer.out().split("is inactive", -1))
                .as("in the facts, and in one finding")
                .hasSize(3);
    }

    @Test
    void anOlderFactsFileDoesNotTellWhetherItRuns() throws IOException {
        assertThat(doctor("remote", "Name: a; Status: running", "--format", "json", "--output", "f.json"))
                .exitCode(0);
        String facts = Files.readString(temp.resolve("f.json")).replaceFirst("(?s)\"builder.status\" : .*?},", "");
        Files.writeString(temp.resolve("f.json"), facts);
        assertThat(here.run("doctor", "--facts", "f.json", "--policy", "p.yaml"))
                .exitCode(3)
                .stdoutContains("whether builder ci (driver remote) runs is unknown: it was not checked");
    }
}
