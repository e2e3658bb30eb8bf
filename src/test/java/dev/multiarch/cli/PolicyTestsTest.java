package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code policy test}: what it says of cases that hold, differ or are wrong. */
class PolicyTestsTest {
    private static final String POLICY =
            "apiVersion: multiarch/v1\nkind: Policy\nname: release\nimage: {config-match: true, platforms: {required: [linux/amd64, linux/arm64]}}\n";
    private static final String GOOD = """
            policy: ../release.yaml
            subject: {images: [{platform: linux/amd64}, {platform: linux/arm64}]}
            expect: {verdict: pass}
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private Commands here;

    @BeforeEach
    void project() throws IOException {
        here = commands.in(folder);
        Files.createDirectories(folder.resolve("tests"));
        Files.writeString(folder.resolve("release.yaml"), POLICY);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve("tests").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void casesThatHoldAreOneLineEach() throws IOException {
        write("all-there.yaml", GOOD);
        write(
                "nested/one-missing.yml",
                "policy: ../../release.yaml\nsubject: {images: [{platform: linux/amd64}]}\n"
                        + "expect: {verdict: fail, findings: [{rule: image.platforms.required, platform: linux/arm64, outcome: fail}]}\n");
        write("policy.yaml", POLICY);
        write(".hidden/x.yaml", "x");
        assertThat(here.run("policy", "test", "tests")).exitCode(0).stdoutIs("""
                pass     tests/all-there.yaml
                pass     tests/nested/one-missing.yml
                2 passed, 0 differed, 0 could not be read
                """);
    }

    @Test
    void theCaseThatHelpShowsHolds() throws IOException {
        String shown = PolicyTests.FORMAT
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.substring(2) + "\n")
                .reduce("", String::concat);
        write("shown.yaml", shown);
        assertThat(here.run("policy", "test", "tests")).exitCode(0).stdoutContains("1 passed");
        assertThat(here.run("policy", "--help")).exitCode(0).stdoutContains("verdict: fail");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a verdict            | {verdict: fail} | verdict: expected fail, found pass",
                "a finding            | {findings: [{rule: image.config-match, platform: linux/s390x, outcome: pass}]} | expected pass image.config-match [linux/s390x], and there is none",
                "what a finding says  | {findings: [{rule: image.config-match, platform: linux/arm64, outcome: pass, message: no}]} | pass image.config-match [linux/arm64] message: expected \"no\", found \"index and config agree\"",
                "how it ends          | {findings: [{rule: image.config-match, platform: aarch64, outcome: fail}]} | outcome: expected \"fail\", found \"pass\""
            })
    void whatDiffersIsShown(String name, String expect, String line) throws IOException {
        write("case.yaml", GOOD.replace("{verdict: pass}", expect.replace("aarch64", "linux/aarch64")));
        assertThat(here.run("policy", "test", "tests"))
                .exitCode(1)
                .stdoutContains("differs  tests/case.yaml", line, "0 passed, 1 differed");
    }

    @Test
    void aFailureThatNobodyExpectedIsADifference() throws IOException {
        write(
                "case.yaml",
                "policy: ../release.yaml\nsubject: {images: [{platform: linux/amd64, config: linux/arm64}]}\n"
                        + "expect: {findings: [{rule: image.platforms.required, platform: linux/arm64, outcome: fail}]}\n");
        assertThat(here.run("policy", "test", "tests"))
                .exitCode(1)
                .stdoutContains("not expected: fail image.config-match [linux/amd64]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "an unknown key          | subject: {imagse: []}\\nexpect: {verdict: pass}\\npolicy: strict | 1:11 unknown key \"imagse\" under subject. Did you mean \"images\"?",
                "no policy               | subject: {images: []}\\nexpect: {verdict: pass} | the key \"policy\" is missing",
                "no expectation          | subject: {images: []}\\npolicy: strict | expected one of the keys \"findings\"",
                "an empty expectation    | subject: {images: []}\\npolicy: strict\\nexpect: {} | expect is empty",
                "an odd outcome          | subject: {images: []}\\npolicy: strict\\nexpect: {findings: [{rule: x, outcome: fial}]} | unknown outcome \"fial\". Did you mean \"fail\"?",
                "an odd platform         | subject: {images: []}\\npolicy: strict\\nexpect: {findings: [{rule: x, outcome: fail, platform: linux}]} | platform \"linux\" is malformed",
                "a file outside          | subject: {images: []}\\npolicy: ../../x.yaml\\nexpect: {verdict: pass} | 2:9 ",
                "an absolute file        | subject: {images: []}\\npolicy: /etc/passwd\\nexpect: {verdict: pass} | the policy of a case must be below the working directory",
                "an odd program          | subject: {images: [{platform: linux/amd64, programs: [x]}]}\\npolicy: strict\\nexpect: {verdict: pass} | expected a path and an architecture",
                "an odd number           | subject: {images: [{platform: linux/amd64, layers: 9999999}]}\\npolicy: strict\\nexpect: {verdict: pass} | expected a number from 0 to 1000",
                "an odd time             | subject: {images: []}\\nnow: 2026\\npolicy: strict\\nexpect: {verdict: pass} | \"2026\" can't be read",
                "a rule switched off     | subject: {images: []}\\npolicy: {image: {config-match: false}}\\nexpect: {verdict: pass} | no rule is enabled here",
                "an alias                | subject: &a {images: []}\\npolicy: *a\\nexpect: {verdict: pass} | an anchor"
            })
    void aCaseThatIsWrongIsNoPass(String name, String text, String problem) throws IOException {
        write("case.yaml", text.replace("\\n", "\n") + "\n");
        assertThat(here.run("policy", "test", "tests"))
                .exitCode(2)
                .stdoutContains("invalid  tests/case.yaml", problem, "1 could not be read");
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("secret.yaml"), "token: s3cret\n");
        Files.createSymbolicLink(folder.resolve("linked.yaml"), elsewhere.resolve("secret.yaml"));
        write("case.yaml", GOOD.replace("release", "linked"));
        assertThat(here.run("policy", "test", "tests")).exitCode(2).stdoutDoesNotContain("s3cret");
    }

    @Test
    void nothingPassesWhereNothingRan() throws IOException {
        write("policy.yaml", POLICY);
        assertThat(here.run("policy", "test", "tests")).exitCode(2).stderrContains("there is no case below tests");
        assertThat(here.run("policy", "test", "none")).exitCode(2).stderrContains("none is not a folder");
        assertThat(here.run("policy", "test"))
                .exitCode(2)
                .stderrContains("takes one folder, found none. Fix: multiarch policy test DIR");
        assertThat(here.run("policy", "check", "release.yaml", "--policy", "x"))
                .exitCode(2)
                .stderrContains("--policy belongs to policy test");
    }

    @Test
    void aPolicyThatIsNotThereIsSaidThoughNoCaseNeedsIt() throws IOException {
        write("case.yaml", GOOD);
        assertThat(here.run("policy", "test", "tests", "--policy", "relaese.yaml"))
                .exitCode(2)
                .stderrContains("relaese.yaml: there is no such file");
    }

    @Test
    void onePolicyForAllCasesAndWhatProgramsRead() throws IOException {
        write("case.yaml", GOOD.replace("policy: ../release.yaml\n", ""));
        assertThat(here.run("policy", "test", "tests", "--policy", "release.yaml", "--format", "json"))
                .exitCode(0)
                .stdoutContains("dev.multiarch.policy-test/v1", "\"outcome\" : \"pass\"", "\"differs\" : 0");
    }

    @Test
    void hostileTextCommandsNobody() throws IOException {
        write(
                "##[error]x.yaml",
                GOOD.replace("{verdict: pass}", "{findings: [{rule: \"\\e[31m##[error]y\", outcome: fail}]}"));
        assertThat(here.run("policy", "test", "tests"))
                .exitCode(1)
                .stdoutDoesNotContain("##[")
                .stdoutDoesNotContain("\u001b");
    }

    /**
     * These never look at a character while they go round, so only the clock ends the wait for them, and only the program's end
     * ends them. In the JVM of the tests they would keep each core busy until the last test is done.
     */
    @ParameterizedTest
    @CsvSource({"(|), 60, b", "(x?|y?), 60, b", "(((((){9999}){9999}){9999}){9999}), 1, ''"})
    void noExpressionHoldsAVerdictUp(String repeated, int times, String end) throws IOException {
        write("case.yaml", """
                policy: {image: {annotations: {a: {matches: '%s'}, b: {matches: '%<s'}}}}
                subject: {annotations: {a: "", b: ""}, images: [{platform: linux/amd64}]}
                expect: {verdict: unknown}
                """.formatted(repeated.repeat(times) + end));
        assertThat(here.inOwnJvm().run("policy", "test", "tests")).exitCode(0).stdoutContains("1 passed");
    }
}
