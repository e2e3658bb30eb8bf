package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step of Drone: its image is called without words, and its settings are in variables. */
class PluginTest extends WithOtherImages {
    private Transcript step(String... settings) {
        Commands step = commands.in(folder).with("DRONE", "true");
        for (String setting : settings) {
            String[] pair = setting.strip().split("=", 2);
            step = step.with("PLUGIN_" + pair[0], pair[1].replace('⏎', '\n'));
        }
        return step.run();
    }

    @Test
    void imagesOfLegsAreMerged() throws Exception {
        Digest amd64 = images.image("app:7-amd64", "linux/amd64");
        Digest arm64 = images.image("app:7-arm64", "linux/arm64");
        String app = images.ref("app").name();
        assertThat(step(
                        "COMMAND=merge",
                        "IMAGE=" + app,
                        "TAGS=1,latest",
                        "FROM=linux/amd64=" + app + ":7-amd64,linux/arm64=" + app + ":7-arm64",
                        "REPORT=json=r.json,junit=r.xml",
                        "POLICY=baseline,strict",
                        "ARGS=--require linux/amd64,linux/arm64"))
                .exitCode(1)
                .stdoutContains("image.attestations");
        assertThat(folder.resolve("r.json")).exists();
        assertThat(folder.resolve("r.xml")).exists();
        assertThat(step(
                        "COMMAND=merge",
                        "IMAGE=" + app,
                        "TAGS=1,latest",
                        "FROM=linux/amd64=" + app + ":7-amd64,linux/arm64=" + app + ":7-arm64"))
                .exitCode(0)
                .stdoutContains("/app:1 now points to ", "/app:latest now points to ");
        assertThat(platforms()).containsExactly("linux/amd64", "linux/arm64");
        assertThat(images.client.manifest(images.ref("app:1")).bytes())
                .asString()
                .contains(amd64.toString(), arm64.toString());
    }

    @Test
    void aPlanOfThisBuild() throws Exception {
        Transcript plan = commands.in(folder)
                .with("DRONE_COMMIT_SHA", "bcdd4bf0245c82c060407b3b24b9b87301d15ac1")
                .with("DRONE_REPO_LINK", "https://github.com/octocat/hello-world")
                .with("PLUGIN_COMMAND", "plan")
                .with("PLUGIN_IMAGE", "registry.example.com/app")
                .with("PLUGIN_PLATFORMS", "linux/amd64,linux/arm64")
                .with("PLUGIN_PLAN-ID", "42")
                .with("PLUGIN_RUNNERS", "{\"linux/arm64\":[\"self-hosted\",\"arm64\"]}")
                .run();
        assertThat(plan).exitCode(0);
        assertThat(Files.readString(folder.resolve(".multiarch/plan.json")))
                .contains(
                        "\"id\" : \"42\"",
                        "\"revision\" : \"bcdd4bf0245c82c060407b3b24b9b87301d15ac1\"",
                        "\"source\" : \"https://github.com/octocat/hello-world\"",
                        "\"self-hosted\"");
    }

    @Test
    void plansOfABakeFile() throws Exception {
        Files.writeString(folder.resolve("docker-bake.hcl"), "");
        Files.writeString(folder.resolve("printed.json"), """
                {"target": {"app": {"tags": ["o/app:1"], "platforms": ["linux/arm64"]},
                            "web": {"tags": ["o/web:1"], "platforms": ["linux/amd64"]}}}
                """);
        Commands step = commands.in(folder)
                .with("PLUGIN_COMMAND", "plan")
                .with("PLUGIN_BAKE", "docker-bake.hcl")
                .with("PLUGIN_TARGETS", "app,web")
                .with("PLUGIN_VARS", "{\"TAG\":1,\"LIST\":\"a,b\"}");

        assertThat(step.with("PATH", "/nowhere").run())
                .exitCode(4)
                .stderrContains("no buildx was found on the PATH. Fix: install Docker with its buildx plugin");
        String docker = FakePrograms.in(folder).with("docker", """
                        case "$2" in
                        version) echo 'github.com/docker/buildx v0.38.2 x' ;;
                        bake) echo "$@" >asked; cat printed.json ;;
                        esac
                        """).folder().toString();
        assertThat(step.with("PATH", docker + ":/usr/bin:/bin").run())
                .exitCode(0)
                .stdoutContains("target app, written to .multiarch/plan-app.json", "target web, written to");
        assertThat(folder.resolve("asked"))
                .content()
                .isEqualTo("buildx bake --print --file=docker-bake.hcl --var=TAG=1 --var=LIST=a,b -- app web\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            misspelt                   | COMMAND=merge ¦ TAG=1                       | there is no setting "tag". Did you mean "tags"?
            misspelt with a line       | COMMAND=merge ¦ KEEP_FORM=x                 | there is no setting "keep_form". Did you mean "keep_from"?
            of another plugin          | COMMAND=merge ¦ MTU_SIZE_LIMIT=1            | there is no setting "mtu_size_limit". Fix: settings are the inputs of the action, with _ for -
            of another command         | COMMAND=merge ¦ BUILD_ARGS=A=1              | setting build_args is given, but the command merge does not accept it
            a command misspelt         | COMMAND=merg                                | setting command is "merg": expected one of
            an option                  | COMMAND=merge ¦ TAGS=--verbose              | setting tags is "--verbose", which looks like an option. Options go into args
            a value that is missing    | COMMAND=plan ¦ PLATFORMS=linux/arm64        | no image is named. Fix: give setting image ghcr.io/org/app
            no records                 | COMMAND=verify-index ¦ IMAGE=oci:x ¦ RECORDS=r | setting records r: there is no such folder
            several or one             | COMMAND=build ¦ BUILD_ARGS=A=1,B=2          | setting build_args may be one value or several: Drone joins a list by commas
            caches, several or one     | COMMAND=build ¦ CACHE_FROM=type=registry,ref=a:b,type=gha | setting cache_from may be one value or several
            a map in a map             | COMMAND=build ¦ BUILD_ARGS={"A":{"B":1}}    | setting build_args: A is not a text. Fix: give it a text, a number, true or false
            variables, several or one  | COMMAND=plan ¦ BAKE=b.hcl ¦ VARS=A=1,B=2    | setting vars may be one value or several: Drone joins a list by commas
            a bake file that is gone   | COMMAND=plan ¦ BAKE=gone.hcl                | setting bake gone.hcl: there is no such file
            targets of nothing         | COMMAND=plan ¦ IMAGE=o/a ¦ PLATFORMS=linux/arm64 ¦ TARGETS=app | setting targets is for setting platforms_of_base or setting bake
            no map                     | COMMAND=build ¦ LABELS={"A"                 | setting labels
            a list of maps             | COMMAND=merge ¦ TAGS=[{"a":"b"}]            | setting tags is a list of maps
            twice                      | COMMAND=merge ¦ KEEP_FROM=a ¦ KEEP-FROM=b   | setting keep_from is given twice
            a log-in that helps nobody | COMMAND=login ¦ IMAGE=o/a ¦ PASSWORD=s3cr3t ¦ USERNAME=me | command login is of no use here
            a password of nobody       | COMMAND=merge ¦ IMAGE=o/a ¦ PASSWORD=s3cr3t | setting password is given without username
            a password for what        | COMMAND=merge ¦ USERNAME=me ¦ PASSWORD=s3cr3t | setting password is given, but not for which registry. Fix: give registry
            """)
    void saysWhatIsWrongInItsAuthorsWords(String name, String settings, String message) {
        assertThat(step(settings.split(" ¦ ")))
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrContains("error: " + message)
                .stderrDoesNotContain("s3cr3t");
    }

    @Test
    void aHostileNameIsOneLineOfText() {
        assertThat(step("COMMAND=merge", "A\u001b[31m\n::error::owned=1"))
                .exitCode(2)
                .stderrContains("there is no setting \"a")
                .stderrDoesNotContain("\u001b")
                .stderrDoesNotContain("\n::error::");
    }

    @Test
    void withoutSettingsTheImageSaysWhatThereIs() {
        assertThat(commands.in(folder).with("DRONE", "true").run()).exitCode(0).stdoutContains("multiarch COMMAND");
    }

    /** action.yml hands over all of its inputs. */
    @Test
    void onGitHubSettingsAreNotInputs() {
        assertThat(commands.in(folder)
                        .with("PLUGIN_COMMAND", "merge")
                        .with("MULTIARCH_INPUT_COMMAND", "tell")
                        .run("action"))
                .exitCode(2)
                .stderrContains("input command is \"tell\"");
    }
}
