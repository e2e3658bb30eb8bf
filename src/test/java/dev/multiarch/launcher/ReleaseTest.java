package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/release} on a clone with a bare repository as its remote; a stand-in for the launcher makes the jar. */
class ReleaseTest {
    private static final String WORKFLOW = """
            # uses: org/multiarch-action/.github/workflows/multiarch.yml@v1
            jobs:
              build:
                steps:
                  - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
                  - uses: org/multiarch-action@v1
                  - name: merge
                    uses: org/multiarch-action@v1
            """;

    private static final String CHANGELOG = """
            # Changelog

            ## [Unreleased]

            ### Added

            - A thing.

            ## [1.0.0] - 2026-01-01

            - The first.
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    private Path clone;
    private Commands here;

    @BeforeEach
    void makeClone() throws IOException {
        Commands.need("bash");
        Commands.need("git");
        clone = Files.createDirectories(temp.resolve("clone"));
        here = commands.in(clone)
                .with("HOME", Files.createDirectories(temp.resolve("home")).toString())
                .with("GIT_CONFIG_NOSYSTEM", "1");
        git("init", "-q", "--bare", temp.resolve("remote.git").toString());
        git("init", "-q", "-b", "main", ".");
        git("config", "user.name", "A Maintainer");
        git("config", "user.email", "maintainer@example.org");
        git("remote", "add", "origin", temp.resolve("remote.git").toString());
        Checkout.program(clone.resolve("scripts/release"), Files.readString(Path.of("scripts/release")));
        Checkout.program(clone.resolve("scripts/multiarch"), """
                #!/bin/sh
                mkdir -p target/launch
                version=$(sed -n 's#^  <version>\\(.*\\)</version>$#\\1#p' pom.xml)
                echo "jar of $version" >target/launch/multiarch-0123.jar
                case "$*" in *gs://*) echo "library of $version" >target/launch/multiarch-gcs-0123.jar ;; esac
                echo "multiarch $version"
                """);
        Checkout.write(clone.resolve(".gitignore"), "target/\n");
        Checkout.write(clone.resolve(".github/workflows/multiarch.yml"), WORKFLOW);
        Checkout.write(clone.resolve("CHANGELOG.md"), CHANGELOG);
        Checkout.write(clone.resolve("pom.xml"), "<project>\n  <version>1.0.0-SNAPSHOT</version>\n</project>\n");
        git("add", ".");
        git("commit", "-q", "-m", "First");
        git("push", "-q", "origin", "main");
    }

    @Test
    void aReleaseIsOneCommitWithItsJarAndItsOwnVersionInside() throws IOException {
        assertThat(release("prepare", "1.1.0"))
                .exitCode(0)
                .stdoutContains("git push origin release/v1.1.0\n", "-f version=1.1.0\n");
        assertThat(Files.readString(clone.resolve(".github/workflows/multiarch.yml")))
                .isEqualTo(WORKFLOW.replace("multiarch-action@v1", "multiarch-action@v1.1.0"));
        assertThat(Files.readString(clone.resolve("CHANGELOG.md")))
                .contains("## [Unreleased]\n\n## [1.1.0] - 2", "\n\n### Added\n\n- A thing.\n");
        assertThat(release("notes", "1.1.0")).exitCode(0).stdoutIs("### Added\n\n- A thing.\n");
        assertThat(release("jar", "1.1.0")).exitCode(0).stdoutContains("dist/multiarch-1.1.0.jar: ");
        assertThat(release("publish", "1.1.0")).exitCode(0).stdoutContains("v1 is v1.1.0\n");
        assertThat(tags()).containsExactly("v1", "v1.1.0");
        assertThat(remote("v1")).isEqualTo(remote("v1.1.0"));
        assertThat(out("show", "--stat", "--format=%s", "HEAD"))
                .startsWith("The jar of 1.1.0\n")
                .contains("4 files changed");
        assertThat(out("show", "HEAD:dist/version")).isEqualTo("1.1.0\n");
    }

    /** It is an asset of the release: a checkout of the action stays small. */
    @Test
    void theJarForGoogleIsNotCommittedButItsDigestIs() throws IOException {
        released("1.1.0");
        byte[] asset = Files.readAllBytes(clone.resolve("target/assets/multiarch-gcs-1.1.0.jar"));

        assertThat(asset).asString().isEqualTo("library of 1.1.0\n");
        assertThat(out("show", "HEAD:dist/gcs"))
                .isEqualTo(
                        Digest.of(asset).hex()
                                + " https://github.com/org/multiarch-action/releases/download/v1.1.0/multiarch-gcs-1.1.0.jar\n");
        assertThat(out("ls-tree", "-r", "--name-only", "HEAD")).doesNotContain("multiarch-gcs");
    }

    @Test
    void aVersionNeverMovesAndTheMajorTagOnlyForwards() throws IOException {
        released("1.1.0");
        String first = remote("v1.1.0");
        git("push", "-q", "origin", ":refs/tags/v1");
        assertThat(release("publish", "1.1.0")).exitCode(0).stdoutIs("v1.1.0 is " + first + "\nv1 is v1.1.0\n");
        assertThat(remote("v1")).isEqualTo(first);
        git("commit", "-q", "--allow-empty", "-m", "Nothing else");
        Checkout.write(clone.resolve("pom.xml"), Files.readString(clone.resolve("pom.xml")) + "<!-- another -->\n");
        git("commit", "-q", "-a", "-m", "Another source");
        assertThat(release("publish", "1.1.0"))
                .exitCode(1)
                .stderrIs("scripts/release: v1.1.0 is released, and never moves. Fix: choose another version\n");
        released("1.2.0");
        String newest = remote("v1");
        assertThat(newest).isEqualTo(remote("v1.2.0")).isNotEqualTo(first);
        assertThat(released("1.1.1")).stdoutContains("v1 stays: 1.2.0 is newer\n");
        assertThat(remote("v1")).isEqualTo(newest);
        git("checkout", "-q", "main");
        assertThat(release("prepare", "2.0.0"))
                .exitCode(1)
                .stderrContains("does not use org/multiarch-action@v2. Fix: write @v2 there first\n");
        Checkout.write(clone.resolve(".github/workflows/multiarch.yml"), WORKFLOW.replace("@v1", "@v2"));
        git("commit", "-q", "-a", "-m", "Version 2");
        released("2.0.0");
        assertThat(tags()).containsExactly("v1", "v1.1.0", "v1.1.1", "v1.2.0", "v2", "v2.0.0");
        assertThat(remote("v1")).isEqualTo(newest);
    }

    @Test
    void whatWasNotPreparedIsNotReleased() throws IOException {
        assertThat(release("jar", "1.1.0"))
                .exitCode(1)
                .stderrContains("pom.xml has the version 1.0.0-SNAPSHOT, not 1.1.0. Fix: run this on the branch ");
        assertThat(release("prepare", "1.1.0")).exitCode(0);
        assertThat(release("publish", "1.1.0")).exitCode(1).stderrContains("Fix: scripts/release jar 1.1.0\n");
        assertThat(release("jar", "1.1.0")).exitCode(0);
        Checkout.write(clone.resolve("dist/multiarch-1.1.0.jar"), "another");
        assertThat(release("publish", "1.1.0")).exitCode(1).stderrContains("is not the one that was built\n");
        assertThat(release("jar", "1.1.0"))
                .exitCode(1)
                .stderrContains("the working tree has changes. Fix: commit or remove them (git status)\n");
        Files.delete(clone.resolve("dist/multiarch-1.1.0.jar"));
        Checkout.write(clone.resolve(".github/workflows/multiarch.yml"), WORKFLOW);
        assertThat(release("publish", "1.1.0"))
                .exitCode(1)
                .stdoutContains("- uses: org/multiarch-action@v1\n")
                .stderrContains("the lines above use another version of the action");
        assertThat(tags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1.0.0", "1.0", "1.0.0-SNAPSHOT", "01.0.0", "1.0.0; id", "--help"})
    void aVersionHasThreeNumbers(String version) throws IOException {
        assertThat(release("prepare", version)).exitCode(2).stderrContains("is not a version such as 1.2.3.");
        assertThat(out("status", "--short", "--branch")).isEqualTo("## main\n");
    }

    /** Nothing is begun that could not be ended an hour later. */
    @Test
    void whatIsReleasedOrBegunIsNotPreparedAgain() throws IOException {
        assertThat(release("prepare", "1.1.0")).exitCode(0);
        git("checkout", "-q", "main");
        assertThat(release("prepare", "1.1.0"))
                .exitCode(1)
                .stderrContains("there is a branch release/v1.1.0 already. Fix: ");
        git("tag", "v1.2.0");
        assertThat(release("prepare", "1.2.0"))
                .exitCode(1)
                .stderrContains("v1.2.0 is released, and never moves. Fix: ");
        assertThat(out("status", "--short", "--branch")).isEqualTo("## main\n");
        assertThat(release("notes", "9.9.9")).exitCode(1).stdoutIsEmpty().stderrContains("has no section [9.9.9]");
    }

    @Test
    void aChecksumOfSomethingElseIsNotPublished() throws IOException {
        assertThat(release("prepare", "1.1.0")).exitCode(0);
        assertThat(release("jar", "1.1.0")).exitCode(0);
        here.program("sh", "-c", "cd dist && sha256sum version >multiarch-1.1.0.jar.sha256")
                .looked()
                .set(true);
        assertThat(release("publish", "1.1.0"))
                .exitCode(1)
                .stderrContains("the jar in dist is not the one that was built");
        assertThat(tags()).isEmpty();
    }

    private Transcript released(String version) throws IOException {
        git("checkout", "-q", "main");
        assertThat(release("prepare", version)).exitCode(0);
        assertThat(release("jar", version)).exitCode(0);
        Transcript publish = release("publish", version);
        assertThat(publish).exitCode(0);
        return publish;
    }

    private Transcript release(String... words) throws IOException {
        List<String> all =
                new ArrayList<>(List.of(clone.resolve("scripts/release").toString()));
        all.addAll(List.of(words));
        return here.program(all.toArray(String[]::new));
    }

    private List<String> tags() throws IOException {
        return out("ls-remote", "--tags", "origin")
                .lines()
                .map(line -> line.replaceFirst(".*refs/tags/", ""))
                .toList();
    }

    private String remote(String tag) throws IOException {
        return out("ls-remote", "origin", "refs/tags/" + tag).replaceFirst("\\s.*\n", "");
    }

    private void git(String... words) throws IOException {
        out(words);
    }

    private String out(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("git"));
        all.addAll(List.of(words));
        Transcript transcript = here.program(all.toArray(String[]::new));
        assertThat(transcript).exitCode(0);
        return transcript.out();
    }
}
