package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code status}: which commit it is about, by the event, by options, and by nothing that an event only claims. */
class StatusEventsTest {
    private static final String HEAD = StatusRun.HEAD;
    private static final String MERGE = StatusRun.MERGE;

    @RegisterExtension
    final StatusRun github = new StatusRun();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "merge_group | {\"merge_group\": {\"head_sha\": \"HEAD\"}}                                | HEAD",
                "push        | {\"after\": \"HEAD\"}                                                      | MERGE",
                "pull_request | {\"pull_request\": {\"number\": 12, \"head\": {\"sha\": \"HEAD\"}, \"base\": {}}} | HEAD",
                "workflow_run | {\"workflow_run\": {\"event\": \"push\", \"head_sha\": \"HEAD\", \"head_repository\": {\"full_name\": \"ORG/app\"}}} | HEAD",
                "workflow_run | {\"workflow_run\": {\"event\": \"pull_request\", \"head_branch\": \"feature\", \"head_sha\": \"HEAD\", \"head_repository\": {\"full_name\": \"org/app\"}}} | HEAD"
            })
    void theCommitIsThatOfTheEvent(String name, String payload, String commit) throws IOException {
        assertThat(github.status(
                        github.event(name, payload.replace("HEAD", HEAD)), "--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsEmpty();
        assertThat(github.state().shown(commit.equals("HEAD") ? HEAD : MERGE)).hasSize(1);
    }

    /** There a workflow's checkout is the base, or the default branch. */
    @ParameterizedTest
    @ValueSource(strings = {"pull_request_target", "issue_comment"})
    void aCommitThatWasNotBuiltGetsNoStatus(String name) {
        var event = github.event(
                name, "{\"pull_request\": {\"number\": 12, \"head\": {\"sha\": \"" + HEAD + "\"}, \"base\": {}}}");
        assertThat(github.status(event, "--verdict", github.verdict("pass")))
                .exitCode(2)
                .stderrIsOneLineWith("on " + name + " the checkout is usually not", "Fix: --sha with the commit");
        assertThat(github.status(event, "--verdict", github.verdict("fail"))).exitCode(1);
        assertThat(github.state().statuses).isEmpty();
        assertThat(github.status(event, "--verdict", github.verdict("pass"), "--sha", HEAD))
                .exitCode(0);
    }

    @Test
    void aNumberThatAnArtifactBringsIsNotBelieved() {
        var run = github.event("workflow_run", """
                {"workflow_run": {"event": "pull_request", "head_branch": "feature", "head_sha": "%s",
                 "head_repository": {"full_name": "org/app"}}}
                """.formatted(HEAD));
        assertThat(github.status(run, "--verdict", github.verdict("pass"), "--pull-request", "1"))
                .exitCode(2)
                .stderrIsOneLineWith("the number in the event may be false. Fix: leave out --pull-request");
        assertThat(github.state().statuses).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a commit that no pull request has    | evil/app | feature | 3333333333333333333333333333333333333333",
                "the head of somebody else's request  | evil/app | feature | 1111111111111111111111111111111111111111",
                "a branch without a pull request      | org/app  | other   | 1111111111111111111111111111111111111111"
            })
    void aRunThatLiesAboutItsHeadTellsNobody(String what, String repository, String branch, String sha)
            throws IOException {
        var lie = github.event("workflow_run", """
                {"workflow_run": {"event": "pull_request", "head_branch": "%s", "head_sha": "%s",
                 "head_repository": {"full_name": "%s"}, "pull_requests": [{"number": 12}]}}
                """.formatted(branch, sha, repository));
        assertThat(github.status(lie, "--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsOneLineWith("warning: GitHub knows no open pull request with the head " + sha);
        assertThat(github.status(lie, "--verdict", github.verdict("pass"), "--require-status"))
                .exitCode(4);
        assertThat(github.state().statuses).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "pull_request | {\"pull_request\": {\"number\": 12, \"base\": {}}} | pull_request.head: missing",
                "pull_request | {\"pull_request\": {\"number\": 12, \"head\": {\"sha\": \"main\"}, \"base\": {}}} | the commit is \"main\", expected a full hash",
                "pull_request | {\"pull_request\": {\"number\": -1, \"head\": {\"sha\": \"main\"}, \"base\": {}}} | expected the number of a pull request, found -1",
                "pull_request | {\"pull_request\": {\"number\": 12, \"base\": {\"repo\": {\"full_name\": \"other/app\"}}}} | this pull request is for other/app, but the workflow is of org/app",
                "workflow_run | {\"workflow_run\": {\"event\": \"pull_request\", \"head_repository\": null}} | the fork is gone",
                "merge_group  | {}                                            | merge_group: missing",
                "push         | no JSON                                       | the event in GITHUB_EVENT_PATH is no"
            })
    void anEventThatSaysNotEnoughIsRefused(String name, String payload, String message) throws IOException {
        assertThat(github.status(github.event(name, payload), "--verdict", github.verdict("pass")))
                .exitCode(2)
                .stderrIsOneLineWith(message);
        assertThat(github.server().seen()).isEmpty();
    }

    @Test
    void withoutAWorkflowOptionsSayWhatItIsAbout() throws IOException {
        Map<String, String> none = Map.of("GITHUB_REPOSITORY", "", "GITHUB_SHA", "", "GITHUB_RUN_ID", "");
        assertThat(github.status(none, "--verdict", github.verdict("pass"), "--repository", "org/app", "--sha", HEAD))
                .exitCode(0);
        assertThat(github.state().statuses)
                .singleElement()
                .satisfies(sent -> assertThat(sent).doesNotContainKey("target_url"));
        assertThat(github.status(none, "--verdict", github.verdict("pass")))
                .exitCode(2)
                .stderrIsOneLineWith("the repository is \"\", expected OWNER/NAME", "Fix: --repository OWNER/NAME");
        assertThat(github.status(none, "--verdict", github.verdict("pass"), "--repository", "org/app", "--sha", "abc"))
                .exitCode(2)
                .stderrIsOneLineWith("the commit is \"abc\", expected a full hash");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GITHUB_TOKEN   |                     | there is no token for GitHub: the variable GITHUB_TOKEN is empty",
                "GITHUB_TOKEN   | a b                 | the token in GITHUB_TOKEN contains characters that a token can't contain",
                "GITHUB_API_URL | http://example.com  | GITHUB_API_URL is not the address of an API",
                "GITHUB_API_URL | https://u:p@example | GITHUB_API_URL is not the address of an API",
                "GITHUB_API_URL | ::                  | GITHUB_API_URL is not the address of an API"
            })
    void settingsThatCannotBeAreNamedBeforeARequest(String variable, String value, String message) throws IOException {
        Map<String, String> environment = new TreeMap<>(github.pullRequest());
        environment.put(variable, value == null ? "" : value);
        assertThat(github.status(environment, "--verdict", github.verdict("pass")))
                .exitCode(2)
                .stderrIsOneLineWith(message);
    }

    @Test
    void whatIsToldHasToBeSaid() throws IOException {
        assertThat(github.status())
                .exitCode(2)
                .stderrIsOneLineWith("there is no verdict to report. Fix: --verdict" + " FILE");
        assertThat(github.status("--pending", "--verdict", "x"))
                .exitCode(2)
                .stderrIsOneLineWith("can't be given together");
        assertThat(github.status("--verdict", github.verdict("pass"), "--pull-request", "x"))
                .exitCode(2)
                .stderrIsOneLineWith("--pull-request is \"x\"");
        assertThat(github.status("--verdict", github.verdict("pass"), "--target-url", "javascript:alert(1)"))
                .exitCode(2)
                .stderrIsOneLineWith("Fix: an address that begins with https://");
    }
}
