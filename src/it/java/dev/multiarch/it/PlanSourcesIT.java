package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans whose platforms come from something else than a list, each built and merged: the image has those platforms. */
class PlanSourcesIT extends InProject {
    private static final String BAKE = """
            variable "TAG" { default = "1.0" }
            group "default" { targets = ["app", "tool"] }
            target "base" {
              args = { SALT = "from, \\"bake\\"" }
            }
            target "app" {
              inherits = ["base"]
              tags = ["%1$s:${TAG}"]
              platforms = ["linux/amd64", "linux/arm64/v8"]
              labels = { "org.example.of" = "bake" }
            }
            target "tool" {
              inherits = ["base"]
              context = "tool"
              dockerfile = "../other.Dockerfile"
              contexts = { src = "." }
              target = "small"
              tags = ["%1$s:tool-${TAG}"]
              platforms = ["linux/arm64"]
              output = ["type=registry"]
            }
            """;

    private void planned(String... more) {
        var words = new ArrayList<>(List.of("plan", "--image", image));
        words.addAll(List.of(more));
        assertThat(here.run(words.toArray(String[]::new))).exitCode(0);
    }

    /** Builds each of these legs and nothing else, merges, and looks at what is in the registry. */
    private void runsThrough(String... platforms) {
        for (String platform : platforms) {
            line.build(stack.remoteBuilder(), platform);
        }
        assertThat(here.run("merge", "--tag", "1.0", "--builder", stack.remoteBuilder()))
                .exitCode(0);
        has(image + ":1.0", platforms);
    }

    private void has(String reference, String... platforms) {
        assertThat(here.run("verify-index", reference, "--require", String.join(",", platforms)))
                .exitCode(0);
        Transcript inspected = here.run("inspect", reference, "--format", "json");
        assertThat(inspected).exitCode(0);
        List<String> found = inspected
                .out()
                .lines()
                .filter(text -> text.contains("\"platform\" : \""))
                .map(text -> text.replaceAll(".* : \"|\",?$", ""))
                .filter(text -> !text.equals("unknown/unknown"))
                .distinct()
                .toList();
        assertThat(found).containsExactlyInAnyOrder(platforms);
    }

    @Test
    void thePoliciesRequirement() throws IOException {
        project.file(
                "release.yaml",
                "apiVersion: multiarch/v1\nkind: Policy\nname: release\n"
                        + "image: {platforms: {required: [linux/amd64, linux/aarch64]}}\n");

        assertThat(here.run("plan", "--image", image, "--policy", "release.yaml"))
                .exitCode(0);
        for (String platform : List.of("linux/amd64", "linux/arm64")) {
            line.build(stack.remoteBuilder(), platform);
        }
        assertThat(here.run("merge", "--tag", "1.0", "--policy", "release.yaml", "--builder", stack.remoteBuilder()))
                .exitCode(0);
        has(image + ":1.0", "linux/amd64", "linux/arm64");
    }

    @Test
    void aClustersNodes() throws IOException {
        project.file("nodes.json", """
                {"apiVersion": "v1", "kind": "List", "items": [
                  {"kind": "Node", "metadata": {"name": "a"}, "status": {"nodeInfo":
                    {"architecture": "arm64", "operatingSystem": "linux", "kernelVersion": "6.8.0"}}},
                  {"kind": "Node", "metadata": {"name": "pi"}, "status": {"nodeInfo":
                    {"architecture": "arm", "operatingSystem": "linux", "kernelVersion": "6.6.31+rpt-rpi-v7"}}}]}
                """);

        planned("--platforms-of-nodes", "nodes.json");
        runsThrough("linux/arm64", "linux/arm/v7");
    }

    @Test
    void theBaseImages() throws IOException {
        String base = Stack.variable("MULTIARCH_IT_BASE_IMAGE");
        planned("--platforms", "linux/amd64,linux/arm64");
        runsThrough("linux/amd64", "linux/arm64"); // which is a base image of two platforms from now on
        Files.delete(folder.resolve(".multiarch/plan.json"));
        project.file(
                "Dockerfile",
                "ARG TAG=none\nFROM " + base + " AS tools\nFROM " + image
                        + ":$TAG\nCOPY --from=tools /bin /tools\nARG SALT\n");

        String[] plan = "plan --platforms-of-base Dockerfile --build-arg TAG=1.0 --require linux/arm/v7 --image"
                .concat(" " + image)
                .split(" ");
        assertThat(here.run(plan))
                .exitCode(1)
                .stderrContains("Dockerfile:3: base image " + image
                        + ":1.0 has no image for linux/arm/v7: it has linux/amd64, linux/arm64. The policy requires");
        planned("--platforms-of-base", "Dockerfile", "--build-arg", "TAG=1.0");
        for (String platform : List.of("linux/amd64", "linux/arm64")) {
            String build = "build --platform " + platform + " --builder " + stack.remoteBuilder();
            assertThat(here.run((build + " -- . --build-arg TAG=1.0").split(" ")))
                    .exitCode(0);
        }
        assertThat(here.run("merge", "--tag", "2.0", "--builder", stack.remoteBuilder()))
                .exitCode(0);
        has(image + ":2.0", "linux/amd64", "linux/arm64");
    }

    @Test
    void theTargetsOfABakeFile() throws IOException {
        project.file("docker-bake.hcl", BAKE.formatted(image));
        project.file("tool/read.me", "tool\n");
        project.file("other.Dockerfile", "FROM scratch AS small\nCOPY read.me /\nFROM small\nCOPY gone /\n");

        assertThat(here.run("plan", "--bake", "docker-bake.hcl", "--var", "TAG=1.1", "--plan-id", "p"))
                .exitCode(0)
                .stdoutIs("""
                        plan p-app of %1$s, target app, written to .multiarch/plan-app.json
                          linux/amd64      on ubuntu-24.04
                          linux/arm64      on ubuntu-24.04-arm
                          merge it with --tag %1$s:1.1
                        plan p-tool of %1$s, target tool, written to .multiarch/plan-tool.json
                          linux/arm64      on ubuntu-24.04-arm
                          merge it with --tag %1$s:tool-1.1
                        """.formatted(image));
        assertThat(folder.resolve(".multiarch/plan-app.json")).content().doesNotContain("SALT", "from, ");
        baked("app", "1.1", "linux/amd64", "linux/arm64");
        baked("tool", "tool-1.1", "linux/arm64");
        assertThat(run("crane", "config", "--platform=linux/arm64", image + ":1.1"))
                .contains("\"org.example.of\":\"bake\"", "\"org.example.more\":\"flag\"");
        assertThat(run("crane", "export", "--platform=linux/arm64", image + ":1.1", "-"))
                .contains("from, \"bake\"");
    }

    private void baked(String target, String tag, String... platforms) {
        String plan = ".multiarch/plan-" + target + ".json";
        for (String platform : platforms) {
            assertThat(here.run(
                            "build",
                            "--plan",
                            plan,
                            "--platform",
                            platform,
                            "--var=TAG=1.1",
                            "--builder",
                            stack.remoteBuilder(),
                            "--",
                            "--label=org.example.more=flag"))
                    .exitCode(0);
        }
        assertThat(here.run("merge", "--plan", plan, "--tag", tag, "--builder", stack.remoteBuilder()))
                .exitCode(0);
        has(image + ":" + tag, platforms);
    }

    @Test
    void aBakeFileThatChangedOrIsWrongIsRefused() throws IOException {
        String text = "target \"app\" {\n  tags = [\"" + image + ":1\"]\n  platforms = [\"linux/arm64\"]\n}\n";
        project.file("bake.hcl", text);
        assertThat(here.run("plan", "--bake", "bake.hcl", "--target", "app", "--plan-id", "p"))
                .exitCode(0);
        String[] build = {
            "build",
            "--plan",
            ".multiarch/plan-app.json",
            "--platform",
            "linux/arm64",
            "--builder",
            stack.remoteBuilder()
        };

        project.file("bake.hcl", text.replace("linux/arm64", "linux/amd64"));
        assertThat(here.run(build))
                .exitCode(1)
                .stderrContains("target app of the bake file is not what was planned: it is for [" + image
                        + "] on [linux/amd64], and the plan for " + image + " on [linux/arm64]. Fix: plan again");
        project.file("bake.hcl", "target \"app\" {");
        assertThat(here.run(build)).exitCode(2).stderrContains("Unclosed configuration block");
        assertThat(here.run("plan", "--bake", "bake.hcl")).exitCode(2).stderrContains("Unclosed configuration block");
        project.file("bake.hcl", text);
        assertThat(here.run("plan", "--bake", "bake.hcl", "--target", "gone"))
                .exitCode(2)
                .stderrContains("there is no target or group \"gone\" in bake.hcl. Expected one of: app");
        assertThat(here.run("build", "--plan", ".multiarch/plan-app.json", "--platform", "linux/arm64", "--", "."))
                .exitCode(2)
                .stderrContains("the plan is of target app of a bake file, which says what is built");
    }

    @Test
    void aLegThatIsToBeNativeIsRefusedWhereItWouldBeEmulated() {
        planned("--platforms", "linux/amd64,linux/arm64", "--modes", "linux/*=native");
        line.build(stack.remoteBuilder(), "linux/amd64");

        assertThat(here.run("build", "--platform", "linux/arm64", "--builder", stack.remoteBuilder(), "--", "."))
                .exitCode(1)
                .stderrContains("the plan has linux/arm64 built natively, and this builder would emulate it");
    }
}
