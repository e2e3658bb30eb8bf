package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.github.ApiServer;
import dev.multiarch.github.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code status} where GitHub does not listen: one message, and the exit code that the verdict has. */
class StatusFaultsTest {
    private static final String HEAD = StatusRun.HEAD;
    private static final String MERGE = StatusRun.MERGE;
    private static final String STATUSES = "POST /repos/org/app/statuses";

    @RegisterExtension
    final StatusRun github = new StatusRun();

    @Test
    void aTokenWithoutRightsIsToldTheLineThatIsMissing() throws IOException {
        github.server().permissions.clear();
        String line = "the status multiarch/release was not set on org/app: POST "
                + github.server().url()
                + "/repos/org/app/statuses/" + HEAD + ": 403 \"Resource not accessible by integration\"."
                + " Fix: give the job \"permissions: {statuses: write}\"";
        assertThat(github.status("--verdict", github.verdict("fail")))
                .exitCode(1)
                .stderrIsOneLineWith("warning: " + line);
        assertThat(github.status("--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsOneLineWith("warning: " + line);
        assertThat(github.status("--verdict", github.verdict("pass"), "--require-status"))
                .exitCode(4)
                .stderrIsOneLineWith("error: " + line);
        assertThat(github.status("--verdict", github.verdict("fail"), "--require-status"))
                .exitCode(1)
                .stderrIsOneLineWith("error: " + line);
    }

    @Test
    void aTokenThatIsNoneIsSaid() throws IOException {
        Map<String, String> environment = new TreeMap<>(github.pullRequest());
        environment.put("GITHUB_TOKEN", "ghp_other");
        assertThat(github.status(environment, "--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsOneLineWith("401 \"Bad credentials\"", "Fix: set GITHUB_TOKEN to a token that is valid");
    }

    /** A required check would be missing, and nobody reads a log that is green. */
    @Test
    void aWorkflowShowsWhatCouldNotBeSet() throws IOException {
        Map<String, String> environment = new TreeMap<>(github.pullRequest());
        environment.put("GITHUB_TOKEN", "ghp_other");
        environment.put("GITHUB_ACTIONS", "true");
        assertThat(github.status(environment, "--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrContains("warning: ", "\n::warning::", "401 \"Bad credentials\"");
    }

    @Test
    void aCommitThatGitHubDoesNotHaveIsSaid() throws IOException {
        assertThat(github.status("--verdict", github.verdict("pass"), "--sha", "4".repeat(40)))
                .exitCode(0)
                .stderrIsOneLineWith("422 \"No commit found for SHA: 4444", "Fix: check that the commit is pushed");
    }

    @Test
    void aRepositoryThatHasAnotherNameNowIsSaid() throws IOException {
        for (int code : new int[] {301, 307}) {
            github.server().fail("GET /repos", 1, Fault.json(code, "Moved Permanently"));
            assertThat(github.status("--verdict", github.verdict("pass")))
                    .exitCode(0)
                    .stderrIsOneLineWith(
                            code + " \"Moved Permanently\"",
                            "Fix: name the repository as it is called now (--repository OWNER/NAME)");
        }
    }

    @Test
    void aHostThatIsUnknownIsSaid() throws IOException {
        Map<String, String> environment = new TreeMap<>(github.pullRequest());
        environment.put("GITHUB_API_URL", "https://github.invalid/api/v3");
        assertThat(github.status(environment, "--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsOneLineWith("/api/v3/repos/org/app: the host github.invalid is unknown. Fix:");
    }

    @Test
    void whatBreaksIsAskedAgain() throws IOException {
        github.server().fail(STATUSES, 1, Fault.json(502, "Server Error")).fail("GET /repos", 1, Fault.html(503));
        assertThat(github.status("--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsEmpty();
        assertThat(github.state().shown(HEAD)).isEqualTo(Map.of("multiarch/release", "success"));
    }

    @Test
    void whatStaysBrokenIsSaid() throws IOException {
        github.server().fail(STATUSES, 9, Fault.json(500, "Server Error"));
        assertThat(github.status("--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsOneLineWith("500 \"Server Error\"", "Fix: run it again");
        assertThat(github.server().seen())
                .filteredOn(asked -> asked.startsWith(STATUSES))
                .hasSize(4);
    }

    @Test
    void aShortLimitIsWaitedFor() throws IOException {
        github.server().fail(STATUSES, 1, Fault.secondaryLimit("1")).fail("GET /repos", 1, Fault.primaryLimit(0));
        assertThat(github.status("--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsEmpty();
        assertThat(github.state().shown(HEAD)).hasSize(1);
    }

    @Test
    void aLongLimitIsNot() throws IOException {
        github.server().fail(STATUSES, 1, Fault.primaryLimit(Instant.now().getEpochSecond() + 3000));
        assertThat(github.status("--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsOneLineWith(
                        "API rate limit exceeded", "; GitHub asks to wait ", " s, and this command waits 120 s in all");
        github.server().fail(STATUSES, 1, Fault.secondaryLimit("9999999999"));
        assertThat(github.status("--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsOneLineWith("secondary rate limit", "GitHub asks to wait 9999999999 s");
        assertThat(github.state().statuses).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | 200 with text/html; charset=utf-8, where GitHub's API answers with JSON",
                "301 | 301 with text/html; charset=utf-8",
                "404 | 404 with text/html; charset=utf-8",
            })
    void anApiThatAnswersWithHtmlIsNone(int code, String message) throws IOException {
        github.server().fail("GET /repos", 9, Fault.html(code));
        assertThat(github.status("--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsOneLineWith(message, "Fix: check GITHUB_API_URL");
    }

    @Test
    void answersWithoutSenseOrEndAreRefused() throws IOException {
        var json = Map.of("Content-Type", "application/json");
        github.server().fail("GET /repos", 1, new Fault(200, json, new byte[17 << 20]));
        assertThat(github.status("--verdict", github.verdict("pass")))
                .exitCode(0)
                .stderrIsOneLineWith("the answer is longer than 16 MiB");
        for (String text : List.of("[]", "{", "\"x\"", "{\"id\": \"" + ApiServer.TOKEN + "\"}", "[".repeat(100_000))) {
            github.server().fail("GET /repos", 1, new Fault(200, json, text.getBytes(StandardCharsets.UTF_8)));
            assertThat(github.status("--verdict", github.verdict("pass")))
                    .exitCode(0)
                    .stderrIsOneLineWith("the answer is not what GitHub's API sends");
        }
    }
}
