package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.publish.SampleRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors where a workflow's reader looks for them, in the words that the workflow's author wrote. */
class OnGitHubTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            not a commit     | command=verify-index ¦ image=oci:x ¦ policy-from=@{1}    | 2 | input policy-from @{1}: expected a commit's full hash
            an input that is missing  | command=ship ¦ platforms=linux/arm64                   | 2 | ship: Missing required option: 'input image'
            no image                  | command=plan ¦ platforms=linux/arm64                   | 2 | no image is named. Fix: give input image ghcr.io/org/app
            no platforms              | command=plan ¦ image=o/a                               | 2 | no platform is named. Fix: give input platforms linux/amd64,linux/arm64, or name a policy that requires some (image.platforms.required) by input policy
            one that is malformed     | command=plan ¦ image=o/a ¦ platforms=linux             | 2 | "linux"
            no tag                    | image=o/a ¦ platforms=linux/arm64                        | 2 | no tag is named. Fix: give input tags 1.2, or args: --no-promote to stop before the tags
            a plan that is not there  | command=build ¦ platform=linux/arm64 ¦ plan=p.json       | 2 | there is no plan file p.json. Fix: multiarch plan --image REPO --platforms …, or name the file by input plan
            records that are not there| command=verify-index ¦ image=oci:x ¦ records=r           | 2 | input records r: there is no such folder
            reports that clash        | command=verify-index ¦ image=oci:x ¦ report=html=a, sarif=a | 2 | input report sarif=a: another report goes to the same file
            a report's form           | command=verify-index ¦ image=oci:x ¦ report=htlm=a       | 2 | Did you mean "html"?
            a layout that is missing  | command=verify-index ¦ image=oci:nowhere               | 2 | oci:nowhere: opening the layout: there is no such folder
            an option misspelt        | command=merge ¦ tags=1 ¦ args=--polcy x                  | 2 | merge: unknown option --polcy. Did you mean "input policy"?
            an option given twice     | image=o/a ¦ platforms=linux/arm64 ¦ tags=1 ¦ args=--jobs=1 --jobs=2 | 2 | should be specified only once. Fix: multiarch ship --help
            an input not taken        | command=plan ¦ tags=1                                   | 2 | input tags is given, but the command plan does not accept it
            a command misspelt        | command=verify                                         | 2 | input command is "verify": expected one of
            an input of others        | image=o/a ¦ platforms=linux/arm64 ¦ tags=1 ¦ load=true   | 2 | input load can't be used: each platform is pushed by digest, and not loaded into Docker.
            our option in args        | image=o/a ¦ platforms=linux/arm64 ¦ args=--no-promote     | 2 | there is no Dockerfile at Dockerfile. Fix: name it by input file, from the working directory
            ours and buildx's         | image=o/a ¦ platforms=linux/arm64 ¦ args=--pull --no-promote --load | 2 | --load can't be given to buildx in the input args
            no push, said twice       | image=o/a ¦ platforms=linux/arm64 ¦ push=false ¦ args=--no-push | 2 | there is no Dockerfile at Dockerfile.
            a context                 | image=o/a ¦ platforms=linux/arm64 ¦ tags=1 ¦ context=none | 2 | the build context none is not a folder here. Fix: name one in the input context
            a Dockerfile              | image=o/a ¦ platforms=linux/arm64 ¦ tags=1 ¦ file=none    | 2 | there is no Dockerfile at none. Fix: name it by input file
            a flag that is ours       | image=o/a ¦ platforms=linux/arm64 ¦ tags=1 ¦ args=--tag=2 -- --tag=3 | 2 | --tag can't be given to buildx in the input args
            """)
    void everyErrorIsAnAnnotationAndInTheSummary(String name, String inputs, int code, String message)
            throws IOException {
        assertThat(action(inputs.split(" ¦ ")))
                .as(name)
                .exitCode(code)
                .stderrContains("error: ", message)
                .stderrDoesNotContain(" --policy-from ");
        assertThat(annotations()).as(name).hasSize(1).first().asString().contains(message);
        assertThat(Files.readString(folder.resolve("summary"))).as(name).contains("### Error", message);
    }

    @Test
    void outsideTheActionOptionsKeepTheirNames() throws IOException {
        last = onGitHub().run("verify-index", "oci:x", "--policy-from", "@{1}");
        assertThat(last).exitCode(2);
        assertThat(annotations()).hasSize(1).first().asString().contains("error::--policy-from @{1}: expected");
        assertThat(Files.readString(folder.resolve("summary"))).contains("--policy-from @{1}: expected");
    }

    @Test
    void eachProblemOfAPolicyIsOne() throws IOException {
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimag: {}\nhots: {}\nruls: {}\n");
        last = onGitHub().run("verify-index", "oci:x", "--policy", "p.yaml");
        assertThat(last).exitCode(2);
        assertThat(annotations()).hasSize(3).allMatch(line -> line.startsWith("::error::p.yaml:"));
    }

    @Test
    void elsewhereThereIsNoAnnotation() {
        assertThat(commands.in(folder).run("verify-index", "oci:nowhere"))
                .exitCode(2)
                .stderrIs("error: oci:nowhere: opening the layout: there is no such folder\n");
    }

    @Test
    void aPlanMadeByTheActionIsNotWrittenThroughALink() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Path checkout = Files.createDirectories(folder.resolve("checkout"));
        Files.createSymbolicLink(checkout.resolve(".multiarch"), elsewhere);
        last = onGitHub()
                .in(checkout)
                .with("MULTIARCH_INPUT_COMMAND", "merge")
                .with("MULTIARCH_INPUT_PLAN", "{\"schema\": \"x\"}")
                .run("action");
        assertThat(last).exitCode(2).stderrContains(".multiarch leads out of the checkout");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the outputs, GITHUB_OUTPUT, 2026-01-01T00:00:00Z, 4, the step's output digest",
        "the summary, GITHUB_STEP_SUMMARY, 2026-01-01T00:00:00Z, 4, the job summary",
        "and a refused tag, GITHUB_OUTPUT, 2026-01-03T00:00:00Z, 1, the step's output digest",
    })
    void whatTheStepCannotBeToldKeepsNobodyFromTheAnswer(
            String name, String variable, String created, int exit, String why) throws Exception {
        try (var registry = new SampleRegistry()) {
            registry.put(registry.app().withTag("1"), created);
            last = onGitHub()
                    .with(variable, folder.toString())
                    .with("MULTIARCH_INPUT_COMMAND", "promote")
                    .with(
                            "MULTIARCH_INPUT_IMAGE",
                            registry.candidate(SampleRegistry.NEW).toString())
                    .with("MULTIARCH_INPUT_TAGS", "1")
                    .with("MULTIARCH_INPUT_REPORT", "json=r.json")
                    .run("action");
        }
        assertThat(last)
                .exitCode(exit)
                .stderrContains("error: " + why + ": " + folder + ": is a folder")
                .stdoutContains("pass: ", "/app:1 ");
        assertThat(Files.readString(folder.resolve("r.json"))).contains("\"outcome\" : \"pass\"");
    }

    private Transcript last;

    private Commands onGitHub() {
        return commands.in(folder)
                .with("GITHUB_ACTIONS", "true")
                .with("GITHUB_STEP_SUMMARY", folder.resolve("summary").toString());
    }

    private Transcript action(String... inputs) {
        Commands step = onGitHub();
        for (String input : inputs) {
            String[] pair = input.strip().split("=", 2);
            step = step.with(
                    "MULTIARCH_INPUT_" + pair[0].toUpperCase(Locale.ROOT).replace('-', '_'), pair[1]);
        }
        last = step.run("action");
        return last;
    }

    private List<String> annotations() {
        return last.err().lines().filter(line -> line.startsWith("::")).toList();
    }
}
