package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.github.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code status --issue}, as a nightly run calls it. */
class StatusIssueTest {
    private static final String ISSUES = "/repos/org/app/issues";
    private static final String MARKER = "<!-- multiarch:multiarch run=4711.0 -->\n";

    @RegisterExtension
    final StatusRun github = new StatusRun();

    private Transcript night(String run, String verdict, String... more) {
        var environment = new TreeMap<>(github.event("schedule", "{\"schedule\": \"0 3 * * *\"}"));
        environment.put("GITHUB_RUN_ID", run);
        environment.put("GITHUB_RUN_ATTEMPT", "1");
        List<String> words = new ArrayList<>(List.of("--issue", "--verdict", verdict));
        words.addAll(List.of(more));
        return github.status(environment, words.toArray(String[]::new));
    }

    private List<Map<String, Object>> issues() {
        return github.state().issues.all();
    }

    @Test
    void oneIssueIsOpenedUpdatedAndClosed() throws IOException {
        assertThat(night("1", github.verdict("pass")))
                .exitCode(0)
                .stderrIsEmpty()
                .stdoutDoesNotContain("issue");
        assertThat(night("2", github.verdict("fail")))
                .exitCode(1)
                .stderrIsEmpty()
                .stdoutContains("issue 1: opened\n");
        assertThat(github.state().issues.open())
                .singleElement()
                .asString()
                .startsWith("<!-- multiarch:multiarch run=2.1 -->\n### ❌ Failed: linux/arm64: ")
                .contains("**Fix:** build it for TARGETARCH.", "the first one whose verdict passes closes the issue")
                .endsWith("[the run](https://github.com/org/app/actions/runs/2)\n");
        assertThat(issues().get(0)).containsEntry("title", "multiarch: the verdict on ghcr.io/org/app is fail");

        Transcript json = night("3", github.verdict("unknown"), "--format", "json");
        assertThat(json).exitCode(3);
        assertThat(JsonSchemas.errors("status-v1.schema.json", json.out())).isEmpty();
        assertThat(json).stdoutContains("\"issue\" : {", "\"number\" : 1,", "\"state\" : \"updated\"");
        assertThat(issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue)
                        .containsEntry("title", "multiarch: the verdict on ghcr.io/org/app is unknown"));

        assertThat(night("4", github.verdict("pass"))).exitCode(0).stdoutContains("issue 1: closed\n");
        assertThat(issues())
                .singleElement()
                .satisfies(issue ->
                        assertThat(issue).containsEntry("state", "closed").containsEntry("state_reason", "completed"));
        assertThat(issues().get(0).get("body").toString()).contains("Verdict: pass ·");
        assertThat(night("5", github.verdict("fail"))).exitCode(1).stdoutContains("issue 2: opened\n");
    }

    @Test
    void aNightWithoutAVerdictIsBad() {
        assertThat(night("1", "none.json")).exitCode(3);
        assertThat(issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue)
                        .containsEntry(
                                "title", "multiarch: no verdict: the build failed, was cancelled, or did not run"));
    }

    /** As the nightly workflow calls it: its caller grants issues: write alone. */
    @Test
    void anIssueNeedsNoRightToSetStatuses() throws IOException {
        github.server().permissions.remove("statuses");
        assertThat(night("1", github.verdict("fail"), "--no-statuses", "--require-status"))
                .exitCode(1)
                .stderrIsEmpty()
                .stdoutIs("no status on org/app " + StatusRun.MERGE + "\nissue 1: opened\n");
        Transcript json = night("2", "none.json", "--no-statuses", "--require-status", "--format", "json");
        assertThat(json).exitCode(3).stderrIsOneLineWith("there is no verdict none.json");
        assertThat(JsonSchemas.errors("status-v1.schema.json", json.out())).isEmpty();
        assertThat(night("3", github.verdict("pass"), "--no-statuses", "--require-status"))
                .exitCode(0)
                .stderrIsEmpty()
                .stdoutContains("issue 1: closed");
        assertThat(github.state().statuses).isEmpty();
        assertThat(github.state().issues.open()).isEmpty();
    }

    @Test
    void withoutAStatusSomethingElseIsReported() {
        assertThat(github.status("--verdict", github.verdict("pass"), "--no-statuses"))
                .exitCode(2)
                .stderrIsOneLineWith("--no-statuses leaves nothing to report. Fix: add --issue");
        assertThat(github.status("--pending", "--no-statuses"))
                .exitCode(2)
                .stderrContains("--pending sets statuses alone");
    }

    @Test
    void nobodyElsesIssueIsTouched() {
        github.state().issues.opened("mallory", "spam", MARKER + "mine");
        github.state().issues.opened("ghost", "gone", MARKER + "nobody's").put("user", null);
        github.state()
                .issues
                .opened("github-actions[bot]", "a pull request", MARKER + "pull")
                .put("pull_request", Map.of("url", "https://api.github.com/repos/org/app/pulls/3"));
        assertThat(night("4712", github.verdict("pass"))).exitCode(0).stderrIsEmpty();
        assertThat(night("4712", github.verdict("fail"))).exitCode(1).stdoutContains("issue 4: opened");
        assertThat(github.state().issues.open()).hasSize(4).startsWith(MARKER + "mine", MARKER + "nobody's");
    }

    @Test
    void itIsFoundBehindManyOthers() {
        assertThat(night("1", github.verdict("fail"))).exitCode(1);
        for (int i = 0; i < 250; i++) {
            github.state().issues.opened("mallory", "issue " + i, "text " + i);
        }
        assertThat(night("2", github.verdict("fail"))).exitCode(1).stdoutContains("issue 1: updated");
    }

    @Test
    void aRunThatEndsLateDoesNotReplaceWhatALaterOneSaid() {
        assertThat(night("9", github.verdict("fail"))).exitCode(1);
        assertThat(night("8", github.verdict("pass")))
                .exitCode(0)
                .stderrIsOneLineWith("a later run has written the issue 1, which stays as it is");
        assertThat(github.state().issues.open()).singleElement().asString().contains("run=9.1", "Verdict: fail ·");
    }

    @Test
    void ofTwoThatWereOpenedAtOnceTheFirstStays() {
        github.state().issues.opened("github-actions[bot]", "t", "<!-- multiarch:multiarch run=1.1 -->\nfirst");
        github.state().issues.opened("github-actions[bot]", "t", "<!-- multiarch:multiarch run=2.1 -->\nsecond");
        assertThat(night("3", github.verdict("fail"))).exitCode(1).stdoutContains("issue 1: updated");
        assertThat(github.state().issues.open()).hasSize(1);
        assertThat(issues().get(1))
                .containsEntry("state", "closed")
                .containsEntry("state_reason", "not_planned")
                .containsEntry("body", "The same as #1, which came first.\n");
    }

    @Test
    void callsWithAContextOfTheirOwnHaveAnIssueOfTheirOwn() {
        assertThat(night("1", github.verdict("fail"))).exitCode(1);
        assertThat(night("1", github.verdict("fail"), "--context", "--> x\n<b>"))
                .exitCode(1);
        assertThat(github.state().issues.open()).hasSize(2);
        assertThat(issues().get(1).get("title").toString()).startsWith("--> x\\x0a<b>: the verdict on");
        assertThat(night("2", github.verdict("pass"), "--context", "--> x\n<b>"))
                .exitCode(0);
        assertThat(github.state().issues.open()).hasSize(1);
    }

    @Test
    void aPullRequestHasNoIssue() {
        assertThat(github.status("--verdict", github.verdict("fail"), "--issue", "--require-status"))
                .exitCode(1)
                .stderrIsOneLineWith("there is no issue, as this is the verdict on a pull request");
        assertThat(github.status("--pending", "--issue")).exitCode(2).stderrContains("leave out --check-run");
        assertThat(issues()).isEmpty();
    }

    @Test
    void whatGitHubRefusesIsSaidWithItsFix() {
        github.server().permissions.remove("issues");
        assertThat(night("1", github.verdict("pass")))
                .exitCode(0)
                .stderrIsOneLineWith("the issue on a bad verdict was not looked for", "{issues: write}");
        assertThat(night("1", github.verdict("pass"), "--require-status")).exitCode(4);
        github.server().permissions.add("issues");
        github.state().issues.disabled = true;
        assertThat(night("1", github.verdict("fail")))
                .exitCode(1)
                .stderrIsOneLineWith(
                        "the issue was not written on org/app: ",
                        "410 \"Issues are disabled for this repo\"",
                        "Fix: turn issues on in the settings of the repository, or leave out --issue");
        github.state().issues.disabled = false;
        github.server().fail("POST " + ISSUES, 1, Fault.json(404, "Not Found"));
        assertThat(night("1", github.verdict("fail"))).exitCode(1).stderrIsOneLineWith("404", "{issues: write}");
        github.server().fail("GET " + ISSUES, 1, Fault.secondaryLimit("9999999999"));
        assertThat(night("1", github.verdict("fail"))).exitCode(1).stderrIsOneLineWith("secondary rate limit");
        assertThat(issues()).isEmpty();
    }

    @Test
    void whatBreaksOnTheWayIsDoneAgainAndOnce() {
        github.server().fail("POST " + ISSUES, 1, Fault.json(502, "Server Error"));
        github.server().fail("GET " + ISSUES, 1, Fault.json(503, "Server Error"));
        assertThat(night("1", github.verdict("fail"))).exitCode(1).stderrIsEmpty();
        github.server().fail("PATCH " + ISSUES, 1, Fault.json(500, "Server Error"));
        assertThat(night("2", github.verdict("pass"))).exitCode(0).stderrIsEmpty();
        assertThat(issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue).containsEntry("state", "closed"));
    }

    @Test
    void anIssueThatTheNextRunWouldNotFindIsClosedAgain() {
        assertThat(night("1", github.verdict("fail"), "--comment-author", "my-app[bot]"))
                .exitCode(1)
                .stderrIsOneLineWith("opened as another user than expected", "--comment-author");
        assertThat(github.state().issues.open()).isEmpty();
    }

    /** A verdict of another job may have been written by anyone. */
    @ParameterizedTest
    @ValueSource(ints = {1, 150, 190, 240, 70_000})
    void hostileTextsAreNeutralisedAndCut(int length) throws IOException {
        String verdict = Files.readString(github.folder().resolve(github.verdict("fail")));
        String name = "x\\n::error::y <!-- " + "n".repeat(length);
        Files.writeString(
                github.folder().resolve("hostile.json"),
                verdict.replace("ghcr.io/org/app", name).replace("/app/server", "@everyone closes #1"));
        assertThat(night("1", "hostile.json")).exitCode(1).stderrIsEmpty();
        assertThat(issues()).singleElement().satisfies(issue -> {
            assertThat(issue.get("title").toString())
                    .startsWith("multiarch: the verdict on x\\x0a::error::y")
                    .doesNotContain("\n");
            assertThat(issue.get("body").toString())
                    .doesNotContain("@everyone", "#1")
                    .contains("everyone closes");
        });
    }
}
