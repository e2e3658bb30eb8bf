package dev.multiarch.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.it.Stack;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What we say to GitHub, and what we read in its answers, held against recordings of the real API. */
class RecordedApiIT {
    private static final String SHA = "0000000000000000000000000000000000000001";

    private interface Talk {
        void with(Api api, RecordedApi github) throws Exception;
    }

    private static void in(String scenario, Talk talk) throws Exception {
        Stack.require();
        try (var github = new RecordedApi(Path.of(Stack.variable("MULTIARCH_IT_GITHUB_RECORDED")), scenario);
                Api api = open(github)) {
            talk.with(api, github);
        }
    }

    private static Api open(RecordedApi github) throws Exception {
        return Api.open(new Api.Settings(github.url(), ApiServer.TOKEN, github.repository(), Map.of()));
    }

    @Test
    void aStatusIsSentAsInTheRecording() throws Exception {
        in("create-status", (api, github) -> {
            var failure = new CommitStatus("example/1", CommitStatus.State.FAILURE, "create-status failure test");
            api.add(SHA, failure, "https://example.com");
            assertThat(github.sent())
                    .containsExactly(
                            "GET /repos/octokit-fixture-org/create-status",
                            "POST /repos/octokit-fixture-org/create-status/statuses/" + SHA);
        });
    }

    /** The next pages are at another path: that of the repository's number. */
    @Test
    void aListIsReadToItsLastPage() throws Exception {
        in("paginate-issues", (api, github) -> {
            assertThat(api.issues().open(text -> true))
                    .extracting(Issues.Issue::number)
                    .containsExactly(13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
            assertThat(github.sent()).contains("GET /repositories/1000/issues").hasSize(6);
        });
    }

    @Test
    void anIssueThatWasOpenedIsRead() throws Exception {
        in("add-labels-to-issue", (api, github) -> {
            Issues.Issue made = api.issues().make("Issue without a label", "body");
            assertThat(made.number()).isEqualTo(1);
            assertThat(made.author()).isEqualTo(1000);
            assertThat(made.title()).isEqualTo("Issue without a label");
            assertThat(github.sent().get(1)).contains("\"body\":\"body\"", "\"title\":\"Issue without a label\"");
        });
    }

    @Test
    void aRepositoryThatWasRenamedIsSaid() throws Exception {
        in("rename-repository", (api, github) -> {
            var status = new CommitStatus("example/1", CommitStatus.State.FAILURE, "x");
            assertThatThrownBy(() -> api.add(SHA, status, ""))
                    .asInstanceOf(InstanceOfAssertFactories.type(ApiException.class))
                    .returns(ApiException.Kind.MOVED, ApiException::kind)
                    .returns(
                            "GET " + github.url() + "/repos/octokit-fixture-org/rename-repository: 301 \"Moved"
                                    + " Permanently\"",
                            ApiException::getMessage);
        });
    }

    @Test
    void whatGitHubDoesNotTakeIsSaidInItsWords() throws Exception {
        in("errors", (api, github) -> {
            assertThatThrownBy(() -> api.issues().make("x", "y"))
                    .asInstanceOf(InstanceOfAssertFactories.type(ApiException.class))
                    .returns(ApiException.Kind.REFUSED, ApiException::kind)
                    .returns(
                            "POST " + github.url()
                                    + "/repos/octokit-fixture-org/errors/issues: 422 \"Validation Failed:"
                                    + " color invalid\"",
                            ApiException::getMessage);
        });
    }
}
