package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code plan --platforms-of-nodes}: what runs in a cluster. */
class PlanOfNodesTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    /** @param nodes as {@code name os/architecture kernel} */
    private Transcript plan(String... nodes) throws IOException {
        String items = Arrays.stream(nodes)
                .map(node -> node.split("[ /]"))
                .map(parts -> "{\"metadata\": {\"name\": \"" + parts[0] + "\"}, \"status\": {\"nodeInfo\": {"
                        + "\"operatingSystem\": \"" + parts[1] + "\", \"architecture\": \"" + parts[2]
                        + "\", \"kernelVersion\": \"" + parts[3] + "\"}}}")
                .collect(Collectors.joining(", "));
        return json("{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [" + items + "]}");
    }

    private Transcript json(String text) throws IOException {
        Files.writeString(folder.resolve("nodes.json"), text);
        return commands.in(folder).run("plan --image o/app --plan-id p --platforms-of-nodes nodes.json".split(" "));
    }

    @Test
    void eachPlatformIsPlannedOnce() throws IOException {
        assertThat(plan(
                        "a linux/arm64 6.8.0-31-generic",
                        "b linux/amd64 6.8.0-31-generic",
                        "c linux/arm64 6.8.0-31-generic",
                        "pi linux/arm 6.6.31+rpt-rpi-v7",
                        "first linux/arm 6.1.21+",
                        "w windows/amd64 10.0.20348.2582"))
                .exitCode(0)
                .stdoutIs("""
                        plan p of docker.io/o/app, written to .multiarch/plan.json
                          linux/arm64      on ubuntu-24.04-arm
                          linux/amd64      on ubuntu-24.04
                          linux/arm/v7     on ubuntu-24.04 (emulated)
                          linux/arm/v6     on ubuntu-24.04 (emulated)
                        """)
                .stderrContains(
                        "left out: windows(10.0.20348.2582)/amd64, which the nodes of nodes.json have as well",
                        "linux/arm64 is for 2 nodes\n",
                        "linux/amd64 is for 1 node\n",
                        "linux/arm/v7 is for 1 node. A kubelet says arm without its version",
                        "linux/arm/v6 is for 1 node\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no node         | {"items": []}                                  | items: expected 1 to 20000 nodes, found 0
            another answer  | {"kind": "Pod"}                                | items: missing. Expected what kubectl get nodes -o json prints
            cut short       | {"items": [{"metadata"                         | is not valid JSON
            an escape in a name | {"items": [{"metadata": {"name": "a\\u001b[2J"}, "status": {}}]} | expected a node's name
            no such CPU     | {"items": [{"metadata": {"name": "a"}, "status": {"nodeInfo": {"operatingSystem": "linux", "architecture": "amd46"}}}]} | the nodes of nodes.json have no platform that is known, only linux/amd46
            an escape in a CPU | {"items": [{"metadata": {"name": "a"}, "status": {"nodeInfo": {"operatingSystem": "linux", "architecture": "\\u001b[2J"}}}]} | is malformed: expected os/architecture
            """)
    void whatIsNoListOfNodesIsRefused(String name, String text, String message) throws IOException {
        assertThat(json(text)).exitCode(2).stderrContains(message);
        assertThat(folder.resolve(".multiarch/plan.json")).doesNotExist();
    }

    @Test
    void whatIsDeepOrHugeIsRefused() throws IOException {
        assertThat(json("{\"items\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}"))
                .exitCode(2)
                .stderrContains("nodes.json");
        assertThat(json("{\"items\": [\"" + "x".repeat(17 << 20) + "\"]}"))
                .exitCode(2)
                .stderrContains("--platforms-of-nodes nodes.json: larger than 16 MiB");
    }

    /** Which on Java 17 does not know its position. */
    @Test
    void bothFilesMayComeThroughAPipe() throws IOException {
        plan("a linux/arm64 6.8.0").assertThat().exitCode(0);
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        String nodes = String.join(" ", Commands.command("plan", "--image", "o/app", "--platforms-of-nodes", "-"));
        String advise = String.join(" ", Commands.command("advise", "-"));

        assertThat(commands.in(folder).program("sh", "-c", "cat nodes.json | " + nodes))
                .exitCode(0)
                .stdoutContains("linux/arm64 ");
        assertThat(commands.in(folder).program("sh", "-c", "cat Dockerfile | " + advise))
                .exitCode(0);
    }

    @Test
    void aListNextToItIsRefused() throws IOException {
        plan("a linux/arm64 6.8.0").assertThat().exitCode(0);

        assertThat(commands.in(folder)
                        .run("plan --image o/app --platforms linux/amd64 --platforms-of-nodes nodes.json".split(" ")))
                .exitCode(2)
                .stderrContains(
                        "--platforms and --platforms-of-nodes both say what is built. Fix: use only one of them");
        assertThat(commands.in(folder).run("plan --image o/app --platforms-of-nodes gone.json".split(" ")))
                .exitCode(2)
                .stderrContains("--platforms-of-nodes gone.json: there is no such file");
    }
}
