package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pull request edits the policy that judges it: what the base commit says counts. */
class PolicyFromTest {
    private static final String HEAD = "apiVersion: multiarch/v1\nkind: Policy\nname: %s\n";

    @TempDir
    Path folder;

    @RegisterExtension
    final Commands commands = new Commands();

    private Commands here;

    @BeforeEach
    void commitTheBase() throws IOException {
        Commands.need("git");
        here = commands.in(folder).with("GIT_CONFIG_GLOBAL", "/dev/null").with("GIT_CONFIG_NOSYSTEM", "1");
        git("init", "-q", "-b", "main");
        write("ci/release.yaml", HEAD.formatted("strict") + "extends: [base.yaml]\n");
        write("ci/base.yaml", HEAD.formatted("base") + "image: {platforms: {required: [linux/arm64]}}\n");
        Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("ci/release.yaml"));
        git("add", ".");
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "base");
        git("tag", "base");
    }

    @Test
    void theCommitCountsAndNotTheWorkingTree() throws IOException {
        String before = policies(plan("--policy-from", "base"));
        write("ci/release.yaml", HEAD.formatted("lax") + "image: {config-match: true}\n");
        write("ci/base.yaml", HEAD.formatted("lax") + "image: {config-match: true}\n");
        assertThat(policies(plan("--policy-from", "base")))
                .contains("\"strict\"")
                .isEqualTo(before)
                .isNotEqualTo(policies(plan()));
    }

    @Test
    void whatThePullRequestBringsIsNotThere() throws IOException {
        write("ci/mine.yaml", HEAD.formatted("mine") + "image: {config-match: true}\n");
        assertThat(here.run(words("ci/mine.yaml", "--policy-from", "base")))
                .exitCode(2)
                .stderrContains("ci/mine.yaml: there is no such file at base, expected a policy file");
    }

    @Test
    void linksAreNotFollowed() {
        assertThat(here.run(words("link.yaml", "--policy-from", "base")))
                .exitCode(2)
                .stderrContains("link.yaml: this is no regular file at base");
    }

    @Test
    void aCommitThatWasNotFetchedIsNamed() {
        assertThat(here.run(words("ci/release.yaml", "--policy-from", "f00d")))
                .exitCode(2)
                .stderrContains("--policy-from f00d: there is no such commit here. Fix: fetch it first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "--upload-pack=touch owned"})
    void optionsAreNoRevision(String revision) {
        assertThat(here.run(words("ci/release.yaml", "--policy-from=" + revision)))
                .exitCode(2)
                .stderrContains("this is no revision");
        assertThat(folder.resolve("owned")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base:ci",
                "base..base",
                "^base",
                "base --all",
                "base\n::error::x",
                "$(touch owned)",
                "##[error]x"
            })
    void whatIsNoCommitIsSaidAndCommandsNothing(String revision) {
        assertThat(here.run(words("ci/release.yaml", "--policy-from", revision)))
                .exitCode(2)
                .stderrContains("there is no such commit here")
                .stderrDoesNotContain("\n::")
                .stderrDoesNotContain("##[");
        assertThat(folder.resolve("owned")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "../release.yaml,             lies outside the repository",
        "ci/../../x.yaml,             lies outside the repository",
        ".git/config.yaml,            there is no such file at base",
        "ci/*.yaml,                   there is no such file at base",
        ":(glob)ci/*.yaml,            there is no such file at base",
        "ci/,                         this is no regular file at base"
    })
    void pathsLeadToFilesOfTheCommitAlone(String path, String why) {
        assertThat(here.run(words(path, "--policy-from", "base"))).exitCode(2).stderrContains(why);
    }

    @Test
    void outsideTheRepositoryThereIsNothing() throws IOException {
        Path other = Files.createTempFile("policy", ".yaml");
        assertThat(here.run(words(other.toString(), "--policy-from", "base")))
                .exitCode(2)
                .stderrContains("this lies outside the repository, so base does not hold it");
        Files.delete(other);
    }

    @Test
    void withoutARepositoryThatIsSaid(@TempDir Path empty) {
        assertThat(commands.in(empty).run(words("a.yaml", "--policy-from", "base")))
                .exitCode(2)
                .stderrContains("--policy-from base: this is no git repository");
    }

    private Transcript plan(String... more) {
        Transcript plan = here.run(words("ci/release.yaml", more));
        assertThat(plan).exitCode(0);
        return plan;
    }

    private static String[] words(String policy, String... more) {
        String[] words = {
            "plan", "--image=ghcr.io/o/app", "--platforms=linux/amd64", "--format=json", "--policy=" + policy
        };
        return Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static String policies(Transcript plan) {
        return plan.out().replaceFirst("(?s).*\"policies\"", "").replaceFirst("(?s)].*", "");
    }

    private void git(String... words) {
        String[] line = new String[words.length + 1];
        line[0] = "git";
        System.arraycopy(words, 0, line, 1, words.length);
        assertThat(here.program(line)).exitCode(0);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
