package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.rebuild.PublishedApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code rebuild} in a checkout: a commit that only the registry names is not built. */
class RebuildCommitTest extends WithPublishedApp {
    private static final String MISSING = "a".repeat(40);

    private Reference tag;
    private String first;

    @BeforeEach
    void start() throws Exception {
        tag = app.image("app").withTag("1");
        git("init", "-q", "-b", "main");
        first = commit();
        commit();
    }

    private String git(String... words) {
        Transcript said =
                here.program(Stream.concat(Stream.of("git"), Stream.of(words)).toArray(String[]::new));
        assertThat(said).exitCode(0);
        return said.out().strip();
    }

    private String commit() {
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "x");
        return git("rev-parse", "HEAD");
    }

    /** Of a pull request from a fork: GitHub has it under the repository's name, and no branch or tag there contains it. */
    private String stranger() {
        git("checkout", "-q", "--detach");
        String commit = commit();
        git("checkout", "-q", "main");
        return commit;
    }

    private void stale(String commit) throws Exception {
        Map<String, String> origin = PublishedApp.origin();
        origin.put("org.opencontainers.image.revision", commit);
        app.publish(tag, app.base("base", "amd64 of January", "arm64 of January"), origin, "app");
        app.base("base", "amd64 of January", "arm64 of February");
    }

    private Transcript rebuildIt(String... words) {
        return rebuild(
                Stream.concat(Stream.of(tag.toString()), Stream.of(words)).toArray(String[]::new));
    }

    private void isLeft(String... reason) {
        assertThat(rebuildIt())
                .exitCode(3)
                .stdoutContains("linux/arm64    left")
                .stdoutContains(reason);
        assertThat(folder.resolve(".multiarch/rebuild")).doesNotExist();
        assertThat(rebuildIt("--format", "github")).exitCode(3).stdoutIs("{\"include\":[]}\n");
    }

    private void isPlanned(String commit, String... words) throws Exception {
        assertThat(rebuildIt(words)).exitCode(0);
        try (Stream<Path> files = Files.list(folder.resolve(".multiarch/rebuild"))) {
            assertThat(Plan.read(Files.readAllBytes(files.findFirst().orElseThrow()), "plan")
                            .revision())
                    .contains(commit);
        }
    }

    @Test
    void anEarlierCommitOfTheBranchIsPlanned() throws Exception {
        stale(first);
        isPlanned(first);
    }

    @Test
    void aCommitThatTheCheckoutDoesNotHaveIsLeft() throws Exception {
        stale(MISSING);
        isLeft("names the commit " + MISSING + ", which the checkout here does not have", "Fix: ", "fetch-depth: 0");
        Transcript json = rebuildIt("--format", "json");
        assertThat(json).exitCode(3).stdoutContains("\"legs\" : 0", "\"complete\" : false");
        assertThat(JsonSchemas.errors("rebuild-v1.schema.json", json.out())).isEmpty();
    }

    @Test
    void aCommitOfNoBranchIsLeft() throws Exception {
        String fork = stranger();
        git("update-ref", "refs/pull/1/head", fork);
        git("update-ref", "refs/remotes/fork/main", fork);
        stale(fork);
        isLeft("names the commit " + fork + ", which no branch and no tag of the checkout here contains");
    }

    @Test
    void aCommitOfATagIsPlanned() throws Exception {
        String release = stranger();
        git("-c", "user.name=a", "-c", "user.email=a@b", "tag", "-a", "-m", "x", "v1", release);
        stale(release);
        isPlanned(release);
    }

    @Test
    void aCommitOfAnotherBranchOfOriginIsPlanned() throws Exception {
        String other = stranger();
        git("update-ref", "refs/remotes/origin/release", other);
        stale(other);
        isPlanned(other);
    }

    @Test
    void aReplacementDoesNotMakeACommitOurs() throws Exception {
        String fork = stranger();
        git("checkout", "-q", fork);
        String child = commit();
        git("checkout", "-q", "main");
        git("replace", "HEAD", child);
        git("merge-base", "--is-ancestor", fork, "HEAD");
        stale(fork);
        isLeft("which no branch and no tag of the checkout here contains");
    }

    @Test
    void whatTheCallerNamesIsPlanned() throws Exception {
        stale(MISSING);
        isPlanned(MISSING, "--revision", MISSING);
    }

    @Test
    void aCheckoutThatGitDoesNotReadIsNotTakenForNone() throws Exception {
        stale(first);
        Files.writeString(folder.resolve(".git/config"), "[core\n");
        isLeft("whether the checkout here has the commit " + first
                + " that its index names is not known: git can't read the checkout: fatal: ");
        here = here.with("PATH", folder.toString());
        isLeft("is not known: there is no git on the PATH");
    }

    @Test
    void whereNothingIsStaleNoCommitIsAskedFor() throws Exception {
        Map<String, String> origin = PublishedApp.origin();
        app.publish(tag, app.base("base", "amd64 of January", "arm64 of January"), origin, "app");
        assertThat(rebuildIt()).exitCode(0).stdoutContains("2 fresh");
    }
}
