package dev.multiarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import dev.multiarch.policy.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code status}: what is reported to GitHub. */
class StatusTest {
    private static final String HEAD = StatusRun.HEAD;
    private static final String MERGE = StatusRun.MERGE;

    private static final String RELEASE =
            "apiVersion: multiarch/v1\nkind: Policy\nname: release\nimage: {config-match: true}\n";

    @RegisterExtension
    final StatusRun github = new StatusRun();

    @ParameterizedTest(name = "a {0} is a {1}, exit code {2}")
    @CsvSource({
        "pass, success, 0, 2 passed",
        "fail, failure, 1, '1 failed, 1 passed: image.elf-machine on linux/arm64'",
        "unknown, error, 3, '1 unknown, 1 passed: image.elf-machine on linux/arm64'"
    })
    void eachOutcomeIsAState(String outcome, String state, int exit, String description) throws IOException {
        assertThat(github.status("--verdict", github.verdict(outcome)))
                .exitCode(exit)
                .stdoutContains("multiarch/release: " + description, "1 of 1 on org/app " + HEAD)
                .stderrIsEmpty();
        assertThat(github.server().seen())
                .containsExactly("GET /repos/org/app", "POST /repos/org/app/statuses/" + HEAD);
        assertThat(github.state().statuses)
                .containsExactly(Map.of(
                        "sha", HEAD,
                        "state", state,
                        "context", "multiarch/release",
                        "description", description,
                        "target_url", "https://github.com/org/app/actions/runs/4711"));
    }

    @Test
    void eachPolicyHasAStatusOfItsOwnUnderTheSameNameInEachRun() throws IOException {
        Files.writeString(github.folder().resolve("release.yaml"), RELEASE);
        assertThat(github.status("--pending", "--policy", "release.yaml,strict"))
                .exitCode(0);
        assertThat(github.state().shown(HEAD))
                .isEqualTo(Map.of("multiarch/release", "pending", "multiarch/strict", "pending"));
        String verdict = github.verdict(new Verdict.Judged("release", Digest.of(RELEASE.getBytes(UTF_8))), "pass");
        assertThat(github.status("--verdict", verdict, "--policy", "release.yaml"))
                .exitCode(0)
                .stderrIsEmpty();
        assertThat(github.status("--verdict", verdict, "--policy", "release.yaml,strict"))
                .exitCode(3)
                .stderrIsOneLineWith(
                        "a verdict was not made by every policy that is named: the state is error. Fix: judge by");
        assertThat(github.state().shown(HEAD))
                .isEqualTo(Map.of("multiarch/release", "success", "multiarch/strict", "error"));
        assertThat(github.status("--verdict", github.verdict("release", "fail"), "--context", "worker"))
                .exitCode(1);
        assertThat(github.state().shown(HEAD))
                .containsEntry("worker/release", "failure")
                .hasSize(3);
    }

    /** A pull request may have changed the policy that its build judged by. */
    @Test
    void anotherPolicyOfTheSameNameDoesNotCount() throws IOException {
        Files.writeString(github.folder().resolve("release.yaml"), RELEASE);
        assertThat(github.status(
                        "--verdict", github.verdict("release", "pass"), "--policy", "release.yaml", "--check-run"))
                .exitCode(3)
                .stdoutContains("error    multiarch/release: judged by another version of this policy\n");
        assertThat(github.state().shown(HEAD)).isEqualTo(Map.of("multiarch/release", "error"));
    }

    @Test
    void everyImageIsJudgedByThePolicyThatIsNamed() throws IOException {
        Files.writeString(github.folder().resolve("release.yaml"), RELEASE);
        String one = github.verdict(new Verdict.Judged("release", Digest.of(RELEASE.getBytes(UTF_8))), "pass");
        assertThat(github.status(
                        "--verdict", one, "--verdict", github.verdict("other", "pass"), "--policy", "release.yaml"))
                .exitCode(3);
        assertThat(github.state().shown(HEAD)).containsEntry("multiarch/release", "error");
    }

    @Test
    void twoPoliciesDoNotShareAStatus() {
        String small = github.verdict(new Verdict.Judged("small", Digest.of(new byte[1])), "pass");
        String capital = github.verdict(new Verdict.Judged("Small", Digest.of(new byte[2])), "fail");
        assertThat(github.status("--verdict", small, "--verdict", capital))
                .exitCode(2)
                .stderrIsOneLineWith("two policies would have the same status \"multiarch/Small\"", "Fix: rename one");
        assertThat(github.state().statuses).isEmpty();
    }

    /** Such as one that an earlier run left on a runner of one's own. */
    @Test
    void aVerdictOnAnotherCommitIsNone() throws IOException {
        String file = github.verdict("pass");
        Path path = github.folder().resolve(file);
        String json = Files.readString(path);
        for (String commit : List.of(HEAD, MERGE)) {
            Files.writeString(path, json.replaceFirst("\\{", "{\"commit\": \"" + commit + "\","));
            assertThat(github.status("--verdict", file)).exitCode(0);
        }
        String other = "3".repeat(40);
        Files.writeString(path, json.replaceFirst("\\{", "{\"commit\": \"" + other + "\","));
        assertThat(github.status("--verdict", file, "--policy", "baseline"))
                .exitCode(3)
                .stderrContains(file + " is a verdict on the commit " + other + ", not on " + MERGE + " or " + HEAD
                        + ": the state is error. Fix: judge this commit");
        assertThat(github.state().shown(HEAD)).containsEntry("multiarch/baseline", "error");
    }

    @Test
    void aPolicyThatJudgedSeveralImagesHasTheWorstOfThem() throws IOException {
        assertThat(github.status("--verdict", github.verdict("pass"), "--verdict", github.verdict("fail")))
                .exitCode(1);
        assertThat(github.state().shown(HEAD)).isEqualTo(Map.of("multiarch/release", "failure"));
    }

    @Test
    void aVerdictThatIsMissingHidesNoneThatFailed() throws IOException {
        assertThat(github.status("--verdict", github.verdict("fail"), "--verdict", "none.json"))
                .exitCode(1)
                .stderrContains("there is no verdict none.json");
        assertThat(github.state().shown(HEAD)).isEqualTo(Map.of("multiarch/release", "failure"));
        assertThat(github.status("--verdict", github.verdict("pass"), "--verdict", "none.json"))
                .exitCode(3)
                .stderrContains("there is no verdict none.json");
        assertThat(github.state().shown(HEAD)).isEqualTo(Map.of("multiarch/release", "error"));
    }

    @Test
    void aVerdictThatNobodyWroteIsAnError() throws IOException {
        assertThat(github.status("--verdict", "none.json", "--policy", "strict"))
                .exitCode(3)
                .stderrIsOneLineWith("there is no verdict none.json: the state is error");
        assertThat(github.state().statuses)
                .singleElement()
                .satisfies(sent -> assertThat(sent)
                        .containsEntry("state", "error")
                        .containsEntry("description", "no verdict: the build failed, was cancelled, or did not run"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                       | schema: expected \"dev.multiarch.verdict/v1\", found none",
                "[]                                       | is not a JSON object",
                "{\"schema\": \"dev.multiarch.verdict/v1\"}  | policies: expected at least one"
            })
    void aVerdictThatCannotBeReadIsAnErrorToo(String text, String message) throws IOException {
        Files.writeString(github.folder().resolve("bad.json"), text);
        assertThat(github.status("--verdict", "bad.json")).exitCode(2).stderrIsOneLineWith("bad.json", message);
        assertThat(github.state().shown(HEAD)).isEqualTo(Map.of("multiarch/baseline", "error"));
    }

    @Test
    void aVerdictThatContradictsItsFindingsIsNotTold() throws IOException {
        String lie = Files.readString(github.folder().resolve(github.verdict("fail")))
                .replace("\"outcome\" : \"fail\",\n  \"findings\"", "\"outcome\" : \"pass\",\n  \"findings\"");
        Files.writeString(github.folder().resolve("lie.json"), lie);
        assertThat(github.status("--verdict", "lie.json"))
                .exitCode(2)
                .stderrContains("lie.json: outcome: it says pass, but its findings make it fail");
        assertThat(github.state().shown(HEAD)).isEqualTo(Map.of("multiarch/baseline", "error"));
    }

    @Test
    void namesFromOutsideCommandNothing() throws IOException {
        String hostile = "a\"b`c'$(x)\n::error::owned\u001b[2J\u202e" + "é".repeat(200) + "😀".repeat(100);
        assertThat(github.status("--verdict", github.verdict(hostile, "fail")))
                .exitCode(1)
                .stdoutContains("a\"b`c'$(x)\\x0a::error::owned\\u{202e}é");
        Map<String, Object> sent = github.state().statuses.get(0);
        assertThat(sent.get("context").toString())
                .hasSizeLessThanOrEqualTo(100)
                .doesNotContain("\n", "\u001b", "\u202e");
        assertThat(sent.get("description").toString()).hasSizeLessThanOrEqualTo(140);
    }

    @Test
    void tenThousandFindingsAreOneStatus() throws IOException {
        Files.write(github.folder().resolve("many.json"), StatusVerdict.json("release", "fail", 10_000));
        assertThat(github.status("--verdict", "many.json")).exitCode(1);
        assertThat(github.state().statuses)
                .singleElement()
                .satisfies(sent -> assertThat(sent.get("description").toString())
                        .startsWith("10000 failed, 1 passed: image.elf-machine on linux/arm64")
                        .hasSizeLessThanOrEqualTo(140));
    }

    @Test
    void theAnswerInJsonSaysWhatStands() throws IOException {
        Transcript transcript = github.status("--verdict", github.verdict("pass"), "--format", "json");
        assertThat(transcript).exitCode(0);
        var answer = Json.read(transcript.out().getBytes(StandardCharsets.UTF_8), "answer");
        assertThat(JsonSchemas.errors("status-v1.schema.json", transcript.out()))
                .isEmpty();
        assertThat(JsonSchemas.errors("status-v1.schema.json", "{}")).isNotEmpty();
        assertThat(answer.text("commit")).isEqualTo(HEAD);
        assertThat(answer.objects("statuses").get(0).flag("set")).isTrue();
    }
}
