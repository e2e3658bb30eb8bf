package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code plan --bake}: a plan for each target. The program here prints what a test wants; PlanSourcesIT has buildx. */
class PlanOfBakeTest extends WithBakeFile {
    @Test
    void eachTargetHasItsPlan() throws IOException {
        assertThat(plan(TWO, "--plan-id", "p", "--runners", "linux/arm*=boards", "--plan", "plans/it.json"))
                .exitCode(0)
                .stdoutIs("""
                        plan p-app of ghcr.io/o/app, target app, written to plans/it-app.json
                          linux/amd64      on ubuntu-24.04
                          linux/arm64      on boards
                          merge it with --tag ghcr.io/o/app:1
                        plan p-worker of ghcr.io/o/app, target worker, written to plans/it-worker.json
                          linux/amd64      on ubuntu-24.04
                          linux/arm64      on boards
                          merge it with --tag ghcr.io/o/app:worker
                        """);
        assertThat(folder.resolve("plans/it-app.json"))
                .content()
                .contains("\"bake\"", "\"docker-bake.hcl\"", "\"target\" : \"app\"")
                .doesNotContain("s3cr3t");
        assertThat(folder.resolve("asked")).content().isEqualTo("buildx bake --print --file=docker-bake.hcl --\n");
    }

    @Test
    void theMatrixHasTheLegsOfAll() throws IOException {
        assertThat(plan(TWO, "--target", "app,worker", "--format", "github"))
                .exitCode(0)
                .stdoutContains(
                        "{\"target\":\"app\",\"plan\":\".multiarch/plan-app.json\",\"image\":\"ghcr.io/o/app\",\"platform\":\"linux/amd64\",\"slug\":\"app-linux-amd64\",",
                        "{\"target\":\"worker\",\"plan\":\".multiarch/plan-worker.json\",\"image\":\"ghcr.io/o/app\",\"platform\":\"linux/arm64\",");
    }

    @Test
    void programsGetTheTagsToo() throws IOException {
        Transcript done = plan(TWO, "--format", "json");

        assertThat(done).exitCode(0).stdoutContains("\"tags\" : [", "ghcr.io/o/app:worker");
        assertThat(JsonSchemas.errors("plans-v1.schema.json", done.out())).isEmpty();
    }

    /** In one run of a workflow, so that records of two targets are not taken for each other's. */
    @Test
    void twoTargetsOfOneImageAreTwoPlans() throws IOException {
        Files.writeString(folder.resolve("printed.json"), TWO);
        plan(TWO).assertThat().exitCode(0);
        assertThat(commands.in(folder)
                        .with("PATH", programs + ":/usr/bin:/bin")
                        .with("GITHUB_RUN_ID", "77")
                        .run("plan", "--bake", "docker-bake.hcl"))
                .exitCode(0);
        String first = Files.readString(folder.resolve(".multiarch/plan-app.json"));
        String second = Files.readString(folder.resolve(".multiarch/plan-worker.json"));
        assertThat(id(first)).startsWith("77-").isNotEqualTo(id(second));
    }

    private static String id(String plan) {
        return plan.replaceAll("(?s).*\"id\" : \"([^\"]*)\".*", "$1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no platforms        | {"target": {"app": {"tags": ["o/a:1"]}}} | --target app | target app has no platforms, and no platform is named. Fix: write platforms into the bake file
            a slip              | {"target": {"app": {"tags": ["o/a:1"], "platforms": ["linux/amd46"]}}} | --target app | target app: platform "linux/amd46" is not known
            no image            | {"target": {"app": {"platforms": ["linux/amd64"]}}} | --target app | target app: it has no tags
            an odd name         | {"target": {"a/../../b": {"tags": ["o/a:1"], "platforms": ["linux/amd64"]}}} | --target a/../../b | target "a/../../b" is malformed
            platforms twice     | {"target": {"app": {"tags": ["o/a:1"], "platforms": ["linux/amd64"]}}} | --target app --platforms linux/arm64 | target app has platforms of its own
            a runner for none   | {"target": {"app": {"tags": ["o/a:1"], "platforms": ["linux/amd64"]}}} | --target app --runners linux/arm*=x | --runners names linux/arm*, which matches nothing planned
            no answer           | not JSON | --target app | the answer of docker buildx bake --print is not valid JSON
            records             | {"target": {"app": {}}} | --target app --records r | --records is for the plan of one image
            another source      | {"target": {"app": {}}} | --platforms-of-base Dockerfile | --bake says itself what is built
            a variable of none  | {"target": {"app": {}}} | --var TAG | --var "TAG" is malformed: expected NAME=VALUE
            a flag as variable  | {"target": {"app": {}}} | --var=--push=x | --var "--push=…" is malformed: expected NAME=VALUE
            one tag of two      | {"group": {"default": {"targets": ["a", "b"]}}, "target": {"a": {"tags": ["o/a:1"], "platforms": ["linux/amd64"]}, "b": {"tags": ["o/a:2", "o/a:1"], "platforms": ["linux/arm64"]}}} | --target default | the targets a and b both have the tag docker.io/o/a:1, so the merge of one would take it from the other
            a tag with a digest | {"target": {"app": {"tags": ["o/a@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"], "platforms": ["linux/amd64"]}}} | --target app | names a digest, and no tag can be moved to it
            only bake builds it | {"target": {"app": {"tags": ["o/a:1"], "platforms": ["linux/amd64"], "contexts": {"b": "target:b"}}, "b": {}}} | --target app | target app: one of its contexts is another target
            """)
    void whatCantBePlannedIsRefusedBeforeAPlanIsWritten(String name, String printed, String more, String message)
            throws IOException {
        assertThat(plan(printed, more.split(" "))).exitCode(2).stderrContains(message);
        assertThat(folder.resolve(".multiarch")).doesNotExist();
    }

    /** As buildx 0.38.2 says it, which ends with 1 for whatever it does not take. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a slip          | --target=wroker | ERROR: failed to find target wroker | there is no target or group "wroker" in docker-bake.hcl. Did you mean "worker"?
            another name    | --target=x      | ERROR: failed to find target x      | Expected one of: app, worker, default
            a file cut off  | --target=app    | ERROR: docker-bake.hcl:3,3-7: Argument or block definition required.    | docker buildx bake can't read docker-bake.hcl: docker-bake.hcl:3,3-7: Argument or block definition required. Fix: correct the file
            """)
    void whatBuildxDoesNotTakeIsWrongUsage(String name, String target, String error, String message)
            throws IOException {
        Files.writeString(folder.resolve("printed.json"), TWO);
        Path refuses =
                FakePrograms.in(folder).with("docker", """
                case "$2 $*" in
                version*) echo 'github.com/docker/buildx v0.38.2 x' ;;
                *'*') cat printed.json ;;
                bake*) echo '#1 reading' >&2; echo '%s' >&2; exit 1 ;;
                esac
                """.formatted(error)).folder();

        assertThat(commands.in(folder)
                        .with("PATH", refuses + ":/usr/bin:/bin")
                        .run("plan", "--bake", "docker-bake.hcl", target))
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrIsOneLineWith(message);
        assertThat(folder.resolve(".multiarch")).doesNotExist();
    }

    @Test
    void aDockerfileThatIsNotThereIsSaidAtOnceAndBeforeTheLegIsBuilt() throws IOException {
        String lost =
                "{\"target\": {\"app\": {\"tags\": [\"o/a:1\"], \"platforms\": [\"linux/amd64\"], \"dockerfile\": \"Nope\"}}}";
        String why =
                "target app: there is no Dockerfile at Nope. Fix: correct its dockerfile or its context in the bake file";
        assertThat(plan(lost, "--target", "app")).exitCode(0).stderrIsOneLineWith("warning: " + why);
        assertThat(commands.in(folder)
                        .with("PATH", programs + ":/usr/bin:/bin")
                        .run("build", "--plan", ".multiarch/plan-app.json", "--platform", "linux/amd64"))
                .exitCode(2)
                .stderrContains("error: " + why + ". Nothing was built");
    }

    @Test
    void aBuildxThatIsNotThereIsNoWrongUsage() throws IOException {
        Path fails = FakePrograms.in(folder).with("docker", """
                case "$2" in
                version) echo 'github.com/docker/buildx v0.38.2 x' ;;
                bake) echo 'unknown flag: --print' >&2; exit 125 ;;
                esac
                """).folder();

        assertThat(commands.in(folder).with("PATH", fails + ":/usr/bin:/bin").run("plan", "--bake", "docker-bake.hcl"))
                .exitCode(4)
                .stderrContains("unknown flag: --print");
    }

    @Test
    void anOutputThatALegDoesNotHaveIsSaid() throws IOException {
        String outputs = "[{\"type\": \"image\", \"push\": \"true\"}, {\"type\": \"registry\"},"
                + " {\"type\": \"local\", \"dest\": \"out\"}, \"type=image\"]";

        assertThat(plan(TWO.replace("\"worker\": {", "\"worker\": {\"output\": " + outputs + ", ")))
                .exitCode(0)
                .stderrContains(
                        "warning: worker: its output type=local,dest=out is left out, as a leg is pushed by its"
                                + " digest",
                        "warning: worker: its output type=image is left out")
                .stderrDoesNotContain("type=registry")
                .stderrDoesNotContain("push=true");
    }

    @Test
    void platformsMayComeFromTheListOrAPolicy() throws IOException {
        String without = "{\"target\": {\"app\": {\"tags\": [\"o/a:1\"]}}}";

        assertThat(plan(without, "--target", "app", "--platforms", "linux/arm64"))
                .exitCode(0)
                .stdoutContains("linux/arm64 ");
        assertThat(plan(without, "--target", "app", "--require", "linux/s390x"))
                .exitCode(0)
                .stdoutContains("linux/s390x ");
        assertThat(plan(TWO, "--require", "linux/s390x"))
                .exitCode(1)
                .stderrContains("image.platforms.required: the plan has linux/amd64, linux/arm64");
    }

    @Test
    void aProgramThatRunsAwayIsStopped() throws IOException {
        plan(TWO).assertThat().exitCode(0);
        Files.delete(folder.resolve(".multiarch/plan-app.json"));
        FakePrograms.in(folder).with("docker", """
                case "$2" in
                version) echo 'github.com/docker/buildx v0.38.2 x' ;;
                bake) exec yes '{"target": {' ;;
                esac
                """);

        assertThat(commands.in(folder)
                        .with("PATH", programs + ":/usr/bin:/bin")
                        .run("plan", "--bake", "docker-bake.hcl"))
                .exitCode(4)
                .stderrContains("printed more than 16 MiB and was stopped");
        assertThat(folder.resolve(".multiarch/plan-app.json")).doesNotExist();
    }

    /** Whose leg has nothing after {@code --}: the target says it, as the file is now. */
    @Test
    void aLegAsksForItsTargetAgain() throws IOException {
        plan(TWO).assertThat().exitCode(0);
        String[] build = {"build", "--plan", ".multiarch/plan-app.json", "--platform", "linux/arm64"};
        Commands here = commands.in(folder).with("PATH", programs + ":/usr/bin:/bin");

        assertThat(here.run(build)).exitCode(2).stderrContains("there is no Dockerfile at Dockerfile");
        Files.writeString(folder.resolve("printed.json"), TWO.replace("ghcr.io/o/app:1", "ghcr.io/o/other:1"));
        assertThat(here.run(build))
                .exitCode(1)
                .stderrContains("target app of the bake file is not what was planned: it is for [ghcr.io/o/other]");
        String[] more = {"build", "--plan", ".multiarch/plan-app.json", "--platform", "linux/arm64", "--", ".", "--pull"
        };
        assertThat(here.run(more))
                .exitCode(2)
                .stderrContains("Fix: leave out the context and --file. Nothing was built");
        assertThat(here.run(
                        "build", "--plan", ".multiarch/plan-app.json", "--platform", "linux/arm64", "--", "-f", "D"))
                .exitCode(2)
                .stderrContains("Fix: leave out the context and --file");
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        assertThat(commands.in(folder).run("plan", "--bake", "gone.hcl"))
                .exitCode(2)
                .stderrContains("--bake gone.hcl: there is no such file");
    }
}
