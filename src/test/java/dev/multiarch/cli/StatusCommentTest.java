package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.github.ApiServer;
import dev.multiarch.github.Fault;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.ServedImages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code status --comment}. */
class StatusCommentTest {
    private static final String COMMENTS = "POST /repos/org/app/issues/12/comments";
    private static final String MARKER = "<!-- multiarch:multiarch run=4711.0 -->\n";

    @RegisterExtension
    final StatusRun github = new StatusRun();

    private List<String> bodies() {
        return github.state().comments.stream()
                .map(comment -> comment.get("body").toString())
                .toList();
    }

    private Map<String, String> run(String id, String attempt) {
        var environment = new TreeMap<>(github.pullRequest());
        environment.put("GITHUB_RUN_ID", id);
        environment.put("GITHUB_RUN_ATTEMPT", attempt);
        return environment;
    }

    @Test
    void theCommentHasTheVerdictThePlatformsAndTheFixes() {
        assertThat(github.status("--verdict", github.verdict("fail"), "--comment"))
                .exitCode(1)
                .stderrIsEmpty();
        assertThat(bodies())
                .singleElement()
                .asString()
                .startsWith(MARKER + "### ❌ Failed: linux/arm64: ")
                .contains("/app/server is x86-64, expected AArch64.", "**Fix:** build it for TARGETARCH.")
                .contains("| `linux/arm64` | 26.7 MiB | 4 | 1m 23s |")
                .endsWith("[the run](https://github.com/org/app/actions/runs/4711)\n");
    }

    @Test
    void anotherRunEditsIt() {
        assertThat(github.status("--verdict", github.verdict("fail"), "--comment"))
                .exitCode(1);
        assertThat(github.status(run("4712", "1"), "--verdict", github.verdict("pass"), "--comment"))
                .exitCode(0);
        assertThat(bodies()).singleElement().asString().contains("run=4712.1", "Verdict: pass ·");
    }

    @Test
    void aRunThatEndsLateDoesNotReplaceWhatALaterOneSaid() {
        assertThat(github.status(run("4712", "2"), "--verdict", github.verdict("pass"), "--comment"))
                .exitCode(0);
        for (String attempt : List.of("1", "2")) {
            assertThat(github.status(run("47" + "12", attempt), "--verdict", github.verdict("fail"), "--comment"))
                    .exitCode(1);
            String expected = attempt.equals("1") ? "Verdict: pass ·" : "Verdict: fail ·";
            assertThat(bodies()).singleElement().asString().contains(expected);
        }
        assertThat(github.status(run("9", "1"), "--verdict", github.verdict("pass"), "--comment"))
                .exitCode(0)
                .stderrIsOneLineWith("a later run has commented on the pull request 12");
    }

    @Test
    void nobodyElsesCommentIsTouched() {
        github.state().said(12, "mallory", MARKER + "looks fine to me");
        Map<String, Object> gone = github.state().said(12, "ghost", MARKER + "and to me");
        gone.put("user", null);
        assertThat(github.status("--verdict", github.verdict("fail"), "--comment"))
                .exitCode(1)
                .stderrIsEmpty();
        assertThat(github.status("--verdict", github.verdict("pass"), "--comment"))
                .exitCode(0);
        assertThat(bodies()).hasSize(3).startsWith(MARKER + "looks fine to me", MARKER + "and to me");
        assertThat(bodies().get(2)).contains("Verdict: pass ·");
    }

    @Test
    void itIsFoundBehindManyOthers() {
        for (int i = 0; i < 250; i++) {
            github.state().said(12, "mallory", "comment " + i);
        }
        assertThat(github.status("--verdict", github.verdict("fail"), "--comment"))
                .exitCode(1);
        assertThat(github.status("--verdict", github.verdict("pass"), "--comment"))
                .exitCode(0);
        assertThat(bodies()).hasSize(251);
    }

    @Test
    void callsWithAContextOfTheirOwnHaveACommentOfTheirOwn() {
        assertThat(github.status("--verdict", github.verdict("fail"), "--comment"))
                .exitCode(1);
        assertThat(github.status("--verdict", github.verdict("pass"), "--comment", "--context", "--> x\n<b>"))
                .exitCode(0);
        assertThat(bodies()).hasSize(2);
        assertThat(bodies().get(1)).startsWith("<!-- multiarch:----x--b- run=4711.0 -->\n");
    }

    @Test
    void aCommentWhoseAnswerGotLostIsNotWrittenTwice() {
        github.server().fail(COMMENTS, 1, Fault.json(502, "Server Error"));
        assertThat(github.status("--verdict", github.verdict("pass"), "--comment"))
                .exitCode(0)
                .stderrIsEmpty();
        assertThat(bodies()).hasSize(1);
    }

    @Test
    void withoutAPullRequestThereIsNoComment() {
        assertThat(github.status(
                        github.event("push", "{}"),
                        "--verdict",
                        github.verdict("fail"),
                        "--comment",
                        "--require-status"))
                .exitCode(1)
                .stderrIsOneLineWith("there is no comment, as this event has no pull request");
        assertThat(bodies()).isEmpty();
    }

    @Test
    void eachPermissionIsNamedWhereItIsMissing() {
        github.server().permissions.clear();
        assertThat(github.status("--verdict", github.verdict("pass"), "--comment", "--check-run"))
                .exitCode(0)
                .stderrContains("{statuses: write}", "{checks: write}", "{pull-requests: write}");
        assertThat(github.status("--verdict", github.verdict("pass"), "--comment", "--check-run", "--require-status"))
                .exitCode(4);
    }

    @Test
    void aVerdictThatNobodyWroteIsToldToo() {
        assertThat(github.status("--verdict", "none.json", "--comment", "--check-run"))
                .exitCode(3);
        assertThat(bodies()).singleElement().asString().contains("no verdict: the build failed");
        assertThat(github.state().checkRuns)
                .singleElement()
                .satisfies(run -> assertThat(run).containsEntry("conclusion", "failure"));
    }

    @Test
    void theCommentSaysWhatChanged() throws Exception {
        try (var registry = FaultyRegistry.start()) {
            var shelf = new ServedImages(registry);
            String before = ServedImages.indexOf(
                    ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64"),
                    ServedImages.on(shelf.image("linux", "s390x"), "linux/s390x"));
            Reply index = Reply.document(MediaTypes.OCI_INDEX, before.getBytes(StandardCharsets.UTF_8));
            registry.on("GET /v2/app/manifests/1", request -> index).on("HEAD /v2/app/manifests/1", request -> index);
            String image = registry.host() + "/app:1";
            assertThat(github.status("--verdict", github.verdict("pass"), "--comment", "--compare", image))
                    .exitCode(0)
                    .stderrIsEmpty();
            assertThat(bodies())
                    .singleElement()
                    .asString()
                    .contains("### Change against `" + image + "`")
                    .contains("| `linux/amd64` | 28.6 MiB | +28.6 MiB | 1m 23s | unknown |")
                    .contains("| `linux/arm64` | 26.7 MiB | new | 1m 23s |  |")
                    .contains("| `linux/s390x` | gone |");
        }
    }

    @Test
    void whatCannotBeComparedIsNoReasonNotToComment() {
        assertThat(github.status(
                        "--verdict", github.verdict("pass"), "--comment", "--compare", "127.0.0.1:1/app:latest"))
                .exitCode(0)
                .stderrIsOneLineWith("warning: nothing is compared with 127.0.0.1:1/app:latest");
        assertThat(bodies()).singleElement().asString().contains("The image to compare with was not read");
    }

    @Test
    void whatHasNoSenseIsRefused() {
        assertThat(github.status("--pending", "--comment"))
                .exitCode(2)
                .stderrIsOneLineWith("--pending sets statuses alone");
        assertThat(github.status("--verdict", github.verdict("pass"), "--compare", "app:1"))
                .exitCode(2)
                .stderrIsOneLineWith("--compare is shown in the comment");
        assertThat(github.server().seen()).isEmpty();
    }

    @Test
    void aUsersTokenAsksWhoItIs() {
        var environment = new TreeMap<>(github.pullRequest());
        environment.put("GITHUB_TOKEN", "");
        environment.put("MY_TOKEN", ApiServer.OF_A_USER);
        assertThat(github.status(
                        environment,
                        "--verdict",
                        github.verdict("pass"),
                        "--comment",
                        "--github-token-env",
                        "MY_TOKEN"))
                .exitCode(0)
                .stderrIsOneLineWith("the user of the token is unknown", "Fix: name that user with --comment-author");
        assertThat(github.status(
                        environment,
                        "--verdict",
                        github.verdict("pass"),
                        "--comment",
                        "--github-token-env",
                        "MY_TOKEN",
                        "--comment-author",
                        "github-actions[bot]"))
                .exitCode(0)
                .stderrIsEmpty();
        assertThat(bodies()).hasSize(1);
    }
}
