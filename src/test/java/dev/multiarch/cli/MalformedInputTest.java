package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.Example;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is malformed is said in one line, with exit code 2, before anything is asked of a registry or a builder. */
class MalformedInputTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private Commands here;

    @BeforeEach
    void enter() {
        here = commands.in(folder);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a platform       | plan --image a/b --platforms linux//x           | platform "linux//x" is malformed
            a reference      | verify-index UPPER/Case:x:y                     | is malformed
            a digest         | verify-index app@sha256:12                      | digest "sha256:12" is malformed
            a tag for a plan | plan --image a/b:1 --platforms amd64            | has a tag or a digest
            a policy's name  | verify-index app --policy basline               | Did you mean "baseline"?
            a command        | verify-idnex app                                | Did you mean "verify-index"?
            an option        | verify-index app --bogus                        | unknown option --bogus
            no context       | ship --image a/b --platforms amd64 --tag 1 --no-such | unknown option --no-such
            a tag to promote | promote a/b:1 --tag 2                           | names no digest
            a format         | verify-index app --format github                | --format github: only plan and rebuild have this form. Fix: --format json
            a report outside | verify-index app --report html=../x.html        | leads out of the working directory
            a report's form  | ship --image a/b --platforms amd64 --tag 1 --report pdf=x -- . | expected FORM=FILE
            a plan's absence | merge --tag 1                                   | there is no plan file .multiarch/plan.json
            """)
    void isSaidInOneLine(String name, String line, String message) {
        assertThat(here.run(line.split(" "))).exitCode(2).stdoutIsEmpty().stderrIsOneLineWith("error: ", message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a runner      | plan --image a/b --platforms amd64 --runners LONG | is malformed: expected PLATFORM=LABEL
            a plan's file | merge --tag 1 --plan LONG                         | Fix: multiarch plan
            a Dockerfile  | advise LONG                                       | ONE
            a command     | LONG                                              | Fix: multiarch --help
            an option     | plan --LONG                                       | Fix: multiarch plan --help
            a time        | record --platform amd64 --digest sha256:1 --started LONG | Fix:
            """)
    void aLongValueIsNotEchoedWhole(String name, String line, String message) {
        String value = "x".repeat(50_000);
        Transcript said = here.run(line.replace("LONG", value).split(" "));

        assertThat(said).exitCode(2).stdoutIsEmpty().stderrContains(message.replace("ONE", "more characters"));
        assertThat(said.err()).hasSizeLessThan(1500);
    }

    @Test
    void aPolicyNamesThePlace() throws IOException {
        Files.writeString(
                folder.resolve("release.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: release\nimage:\n  platfroms: {required: [linux/amd64]}\n");

        assertThat(here.run("verify-index", "app", "--policy", "release.yaml"))
                .exitCode(2)
                .stderrContains("release.yaml:5:3 unknown key \"platfroms\" under image. Did you mean \"platforms\"?");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a record cut short, 200, record p/linux-amd64/1.json",
        "another schema, 0, found \"dev.multiarch.other/v1\""
    })
    void aRecordIsNamed(String name, int length, String message) throws IOException {
        assertThat(here.run("plan", "--image", "ghcr.io/org/app", "--platforms", "amd64", "--plan-id", "p"))
                .exitCode(0);
        BuildRecord record = Example.built("p", "linux/amd64", 1);
        String text = new String(record.write(), StandardCharsets.UTF_8);
        String broken = length > 0 ? text.substring(0, length) : text.replace("multiarch.record", "multiarch.other");
        new DirectoryStore(folder.resolve(".multiarch/records"))
                .put(record.key(), broken.getBytes(StandardCharsets.UTF_8));

        assertThat(here.run("merge", "--tag", "1")).exitCode(2).stderrIsOneLineWith("error: record p/", message);
    }
}
