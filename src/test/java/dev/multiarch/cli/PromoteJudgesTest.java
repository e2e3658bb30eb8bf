package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.SampleRegistry;
import dev.multiarch.registry.embedded.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tag moves to what a policy passes, or to what somebody insists on and says why. */
class PromoteJudgesTest {
    private static final String WARNS_UNTIL = "apiVersion: multiarch/v1\nkind: Policy\nname: p\n"
            + "image: {config-match: true, platforms: {required: [linux/s390x]}}\n"
            + "rules: {image.platforms.required: {effective-on: \"2026-06-01\"}}\n";

    private static final String WAIVES = "apiVersion: multiarch/v1\nkind: Policy\nname: p\n"
            + "image: {config-match: true, platforms: {required: [linux/s390x]}}\n"
            + "waivers: [{rule: image.platforms.required, platforms: [linux/s390x], reason: soon, owner: me,"
            + " expires: \"2026-06-01T00:00:00Z\"}]\n";

    @TempDir
    Path folder;

    @RegisterExtension
    final Commands commands = new Commands();

    private Commands here;
    private SampleRegistry registry;
    private Reference candidate;
    private Reference tag;
    private Digest old;

    @BeforeEach
    void push() throws Exception {
        here = commands.in(folder);
        registry = new SampleRegistry();
        candidate = registry.candidate(SampleRegistry.NEW);
        tag = registry.app().withTag("1");
        old = registry.put(tag, SampleRegistry.OLD);
        Files.copy(Path.of("src/test/resources/publish/legs.yaml"), folder.resolve("legs.yaml"));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Transcript promote(String... more) {
        List<String> words =
                new ArrayList<>(List.of("promote", candidate.toString(), "--tag", "1", "--engine", "native"));
        words.addAll(List.of(more));
        return here.run(words.toArray(String[]::new));
    }

    private String verdict(String... policy) throws IOException {
        List<String> words = new ArrayList<>(List.of("verify-index", candidate.toString(), "--report", "json=v.json"));
        words.addAll(List.of(policy));
        assertThat(here.run(words.toArray(String[]::new))).exitCode(0);
        return Files.readString(folder.resolve("v.json"));
    }

    private void stays() throws Exception {
        assertThat(registry.tag(tag)).contains(old);
    }

    private void moved() throws Exception {
        assertThat(registry.tag(tag)).isEqualTo(candidate.digest());
    }

    @Test
    void baselineJudgesByDefault() throws Exception {
        assertThat(promote())
                .exitCode(0)
                .stderrContains("judging " + candidate)
                .stdoutContains("pass: ", "/app:1 now points to " + candidate.selector() + " (was " + old + ")");
        moved();
    }

    @Test
    void whatAPolicyRefusesGetsNoTagAndTheReportIsWritten() throws Exception {
        assertThat(promote("--require", "linux/s390x", "--report", "json=r.json"))
                .exitCode(1)
                .stdoutContains("image.platforms.required [linux/s390x]", "no tag was moved");
        assertThat(Files.readString(folder.resolve("r.json"))).contains("\"outcome\" : \"fail\"");
        stays();
    }

    @Test
    void theVerdictIsPrintedAndReportedThoughTheTagMustNotMove() throws Exception {
        Digest newer = registry.put(tag, "2026-01-03T00:00:00Z");
        assertThat(promote("--policy", "legs.yaml", "--report", "json=r.json"))
                .exitCode(1)
                .stderrContains("Tags move only forwards")
                .stdoutContains("pass: ", "the candidate " + candidate + " is pushed", "/app:1 points to " + newer);
        assertThat(Files.readString(folder.resolve("r.json"))).contains("\"outcome\" : \"pass\"");
        assertThat(registry.tag(tag)).contains(newer);
    }

    @Test
    void theVerdictIsPrintedAndReportedThoughMovingFails() throws Exception {
        registry.failAlways("PUT /v2/app/manifests/1", Fault.error(403, "DENIED", "protected"));
        assertThat(promote("--policy", "legs.yaml", "--report", "json=r.json", "--report", "html=r.html"))
                .exitCode(4)
                .stderrContains(
                        "403 DENIED",
                        "Then: multiarch promote " + candidate + " --tag " + tag
                                + " (with the policies of this call: legs)")
                .stdoutContains("pass: ", "the candidate " + candidate + " is pushed", "/app:1 points to " + old);
        assertThat(Files.readString(folder.resolve("r.json"))).contains("\"outcome\" : \"pass\"");
        assertThat(folder.resolve("r.html")).isNotEmptyFile();
        registry.heal();
        assertThat(promote("--policy", "legs.yaml")).exitCode(0);
        moved();
    }

    @Test
    void aTagThatCannotBeReadAfterTheVerdictIsAFailureAndNotUnknown() throws Exception {
        registry.failAlways("GET /v2/app/manifests/1", Fault.error(403, "DENIED", "not yours"));
        assertThat(promote("--policy", "legs.yaml", "--format", "json"))
                .exitCode(4)
                .stdoutContains("\"outcome\" : \"pass\"", "\"failure\" : ", "\"now\" : \"" + old + "\"");
        registry.heal();
        stays();
    }

    @Test
    void anEarlierVerdictSavesTheSecond() throws Exception {
        verdict("--policy", "legs.yaml");
        assertThat(promote("--policy", "legs.yaml", "--verdict", "v.json", "--format", "json"))
                .exitCode(0)
                .stderrDoesNotContain("judging")
                .stdoutContains("\"verdictFile\" : \"v.json\"", "\"moved\" : true");
        moved();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "on another digest    | sha256:CANDIDATE\",\\s+\"platforms | sha256:OTHER\",\"platforms | 1 | it is on sha256:",
                "of another policy    | \"name\" : \"legs\",\\s*\"digest\" : \"sha256:.{64}  | \"name\":\"legs\",\"digest\":\"sha256:OTHER | 1 | it was judged by legs (sha256:",
                "failed               | \"outcome\" : \"pass\",\\s*\"findings | \"outcome\":\"fail\",\"findings | 2 | it says fail, but its findings make it pass",
                "unknown              | \"outcome\" : \"pass\",\\s*\"findings | \"outcome\":\"unknown\",\"findings | 2 | it says unknown, but its findings make it pass",
                "made to pass         | \"severity\" : \"error\",\\s*\"outcome\" : \"pass\" | \"severity\":\"error\",\"outcome\":\"unknown\" | 2 | it says pass, but its findings make it unknown",
                "counted otherwise    | \"pass\" : [0-9]+ | \"pass\":77 | 2 | counts: it says 77 pass, but has",
                "without a finding    | (?s)\"findings\" : \\[.*?\\],\\s*\"counts\" | \"findings\":[],\"counts\" | 2 | counts: it says",
                "no verdict           | dev.multiarch.verdict/v1 | dev.multiarch.inspect/v1 | 2 | expected \"dev.multiarch.verdict/v1\"",
            })
    void aVerdictThatDoesNotCountMovesNoTag(String name, String pattern, String other, int exit, String why)
            throws Exception {
        String digest = candidate.selector().substring("sha256:".length());
        String whole = verdict("--policy", "legs.yaml");
        String changed =
                whole.replaceFirst(pattern.replace("CANDIDATE", digest), other.replace("OTHER", "0".repeat(64)));
        assertThat(changed).isNotEqualTo(whole);
        Files.writeString(folder.resolve("v.json"), changed);
        assertThat(promote("--policy", "legs.yaml", "--verdict", "v.json"))
                .exitCode(exit)
                .stderrContains(why);
        stays();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a rule that only warned, true, 'image.platforms.required was only a warning then, and fails now: '",
        "a waiver that has ended, false, its waiver of image.platforms.required expired on 2026-06-01",
    })
    void aVerdictThatWouldFailByNowMovesNoTag(String name, boolean warns, String why) throws Exception {
        Files.writeString(folder.resolve("p.yaml"), warns ? WARNS_UNTIL : WAIVES);
        verdict("--policy", "p.yaml", "--now", "2026-05-01T00:00:00Z");
        assertThat(promote("--policy", "p.yaml", "--verdict", "v.json"))
                .exitCode(1)
                .stderrContains(why);
        stays();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another policy only warns, linux/s390x, 1, 'image.platforms.required was only a warning then, and fails now: '",
        "another policy asks for what is there, linux/amd64, 0, ''",
    })
    void eachPolicyCountsForWhatItAsks(String name, String errs, int exit, String why) throws Exception {
        Files.writeString(
                folder.resolve("p.yaml"), WARNS_UNTIL.replace("effective-on: \"2026-06-01\"", "severity: warning"));
        Files.writeString(
                folder.resolve("q.yaml"),
                WARNS_UNTIL.replace("name: p", "name: q").replace("linux/s390x", errs));
        verdict("--policy", "p.yaml,q.yaml", "--now", "2026-05-01T00:00:00Z");
        assertThat(promote("--policy", "p.yaml,q.yaml", "--verdict", "v.json"))
                .exitCode(exit)
                .stderrContains(why);
        assertThat(registry.tag(tag)).contains(exit == 0 ? candidate.digest().orElseThrow() : old);
    }

    @Test
    void somebodyWhoInsistsSaysWhy() throws Exception {
        assertThat(promote("--unjudged", "rollback, incident 42"))
                .exitCode(0)
                .stdoutContains("/app:1 now points to ", "not judged: rollback, incident 42");
        moved();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another time, --now, 2026-05-01T00:00:00Z, --policy, legs.yaml, '--now is an option of verify-index, '",
        "no reason, --unjudged, ' ', , , the value is empty",
        "platforms with it, --unjudged, why, --require, linux/arm64, can't be combined with --require",
        "a verdict with it, --unjudged, why, --verdict, v.json, can be combined with --verdict only where --attest attaches that verdict",
        "a report with it, --unjudged, why, --report, json=r.json, '--report needs one verdict, but with --unjudged nothing is judged. Fix: leave out --report'",
        "a file that is not there, --verdict, none.json, , , none.json: there is no such file",
    })
    void wrongUsageMovesNoTag(String name, String option, String value, String more, String with, String why)
            throws Exception {
        String[] words = Optional.ofNullable(more)
                .map(word -> new String[] {option, value, word, with})
                .orElse(new String[] {option, value});
        assertThat(promote(words)).exitCode(2).stderrContains(why);
        stays();
    }
}
