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
    private String base;

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
        Transcript head = here.program("git", "rev-parse", "HEAD");
        assertThat(head).exitCode(0);
        base = head.out().strip();
        git("update-ref", "refs/remotes/origin/main", base);
    }

    @Test
    void theCommitCountsAndNotTheWorkingTree() throws IOException {
        String before = policies(plan("--policy-from", base));
        write("ci/release.yaml", HEAD.formatted("lax") + "image: {config-match: true}\n");
        write("ci/base.yaml", HEAD.formatted("lax") + "image: {config-match: true}\n");
        assertThat(policies(plan("--policy-from", base)))
                .contains("\"strict\"")
                .isEqualTo(before)
                .isNotEqualTo(policies(plan()));
    }

    @Test
    void whatThePullRequestBringsIsNotThere() throws IOException {
        write("ci/mine.yaml", HEAD.formatted("mine") + "image: {config-match: true}\n");
        assertThat(here.run(words("ci/mine.yaml", "--policy-from", "origin/main")))
                .exitCode(2)
                .stderrContains("ci/mine.yaml: there is no such file at origin/main, expected a policy file");
    }

    @Test
    void linksAreNotFollowed() {
        assertThat(here.run(words("link.yaml", "--policy-from", "origin/main")))
                .exitCode(2)
                .stderrContains("link.yaml: this is not a regular file at origin/main");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "in full, %s",
        "in upper case, %S",
        "a remote branch, origin/main",
        "its full name, refs/remotes/origin/main"
    })
    void aCommitIsNamedInFullOrByARemoteBranch(String name, String revision) throws IOException {
        write("ci/release.yaml", "not a policy");
        plan("--policy-from", revision.formatted(base));
    }

    /** A checkout says by its configuration where git fetches what is missing, and how: by a program. */
    @Test
    void aCommitThatWasNotFetchedIsNamedAndNotFetched() {
        String hash = "f00d".repeat(10);
        git("config", "core.repositoryformatversion", "1");
        git("config", "extensions.partialClone", "origin");
        git("config", "remote.origin.promisor", "true");
        git("config", "remote.origin.url", "ext::touch " + folder.resolve("owned"));
        git("config", "protocol.ext.allow", "always");
        assertThat(here.run(words("ci/release.yaml", "--policy-from", hash)))
                .exitCode(2)
                .stderrContains("--policy-from " + hash + ": there is no such commit here. Fix: fetch it first");
        assertThat(folder.resolve("owned")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "origin/next, there is no remote branch refs/remotes/origin/next here. Fix: git fetch it first;",
        "main,        there is no remote branch refs/remotes/main here. Fix: git fetch it first, or name origin/main;",
        "HEAD,        there is no remote branch refs/remotes/HEAD here"
    })
    void aBranchThatWasNotFetchedIsNamed(String revision, String message) {
        assertThat(here.run(words("ci/release.yaml", "--policy-from", revision)))
                .exitCode(2)
                .stderrIsOneLineWith("--policy-from " + revision + ": " + message);
    }

    /** git itself takes a tag or a local branch of that name before the remote one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/tags/origin/main",
                "refs/heads/origin/main",
                "refs/tags/refs/remotes/origin/main",
                "refs/origin/main"
            })
    void nothingHidesTheRemoteBranch(String planted) throws IOException {
        write("ci/base.yaml", HEAD.formatted("lax") + "image: {config-match: true}\n");
        git("add", ".");
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "lax");
        git("update-ref", planted, "HEAD");
        assertThat(policies(plan("--policy-from", "origin/main"))).isEqualTo(policies(plan("--policy-from", base)));
    }

    @Test
    void aTagOfTheNameOfAMissingBranchIsNotTaken() {
        git("update-ref", "refs/tags/refs/remotes/origin/next", "HEAD");
        git("update-ref", "refs/tags/origin/next", "HEAD");
        git("update-ref", "refs/heads/origin/next", "HEAD");
        assertThat(here.run(words("ci/release.yaml", "--policy-from", "origin/next")))
                .exitCode(2)
                .stderrContains("there is no remote branch refs/remotes/origin/next here");
    }

    @Test
    void anAnnotatedTagIsNoCommit() {
        git("-c", "user.name=a", "-c", "user.email=a@b", "tag", "-a", "-m", "x", "v1");
        Transcript tag = here.program("git", "rev-parse", "v1");
        assertThat(tag).exitCode(0);
        assertThat(here.run(words("ci/release.yaml", "--policy-from", tag.out().strip())))
                .exitCode(2)
                .stderrContains("there is no such commit here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-x",
                "--upload-pack=touch owned",
                "origin/main:ci",
                "origin/main..origin/main",
                "^origin/main",
                "origin/main^",
                "origin/main^{/base}",
                "origin/main~1",
                "origin/main@{1}",
                "@{-1}",
                "@{upstream}",
                ":/base",
                "refs/heads/main",
                "refs/tags/v1",
                "origin/main --all",
                "origin/main\n::error::x",
                "../origin/main",
                "origin//main",
                "$(touch owned) x",
                "##[error]x"
            })
    void whatIsNoNameIsSaidAndCommandsNothing(String revision) {
        assertThat(here.run(words("ci/release.yaml", "--policy-from=" + revision)))
                .exitCode(2)
                .stderrContains("expected a commit's full hash (40 characters), or a remote branch such as origin/main")
                .stderrDoesNotContain("\n::")
                .stderrDoesNotContain("##[");
        assertThat(folder.resolve("owned")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "../release.yaml,             is outside the repository",
        "ci/../../x.yaml,             is outside the repository",
        ".git/config.yaml,            there is no such file at origin/main",
        "ci/*.yaml,                   there is no such file at origin/main",
        ":(glob)ci/*.yaml,            there is no such file at origin/main",
        "ci/,                         this is not a regular file at origin/main"
    })
    void pathsLeadToFilesOfTheCommitAlone(String path, String why) {
        assertThat(here.run(words(path, "--policy-from", "origin/main")))
                .exitCode(2)
                .stderrContains(why);
    }

    @Test
    void outsideTheRepositoryThereIsNothing() throws IOException {
        Path other = Files.createTempFile("policy", ".yaml");
        assertThat(here.run(words(other.toString(), "--policy-from", "origin/main")))
                .exitCode(2)
                .stderrContains("this is outside the repository, so origin/main does not hold it");
        Files.delete(other);
    }

    @Test
    void withoutARepositoryThatIsSaid(@TempDir Path empty) {
        assertThat(commands.in(empty).run(words("a.yaml", "--policy-from", "origin/main")))
                .exitCode(2)
                .stderrContains("--policy-from origin/main: this is not a git repository");
    }

    private Transcript plan(String... more) {
        Transcript plan = here.run(words("ci/release.yaml", more));
        assertThat(plan).exitCode(0);
        return plan;
    }

    private static String[] words(String policy, String... more) {
        String[] words = {
            "plan",
            "--image=ghcr.io/o/app",
            "--platforms=linux/amd64,linux/arm64",
            "--format=json",
            "--policy=" + policy
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
