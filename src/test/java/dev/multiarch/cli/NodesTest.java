package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Shelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mixed cluster: its nodes' platforms are the required ones. */
class NodesTest {
    private static final String NODE =
            "{\"kind\": \"Node\", \"metadata\": {\"name\": \"%s\", \"labels\": {\"a\": \"b\"}}, \"status\": {\"nodeInfo\":"
                    + " {\"architecture\": \"%s\", \"operatingSystem\": \"linux\", \"kernelVersion\": \"6.8\"}}}";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final Shelf shelf = new Shelf(server);

    @BeforeEach
    void anImageForTwoPlatforms() throws IOException {
        shelf.tag(
                MediaTypes.OCI_INDEX,
                Shelf.indexOf(
                        Shelf.on(shelf.image("linux", "amd64"), "linux/amd64"),
                        Shelf.on(shelf.image("linux", "arm64"), "linux/arm64")));
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage: {config-match: true}\n");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void nodesThatCanRunItPass() throws IOException {
        nodes(NODE.formatted("a-1", "amd64"), NODE.formatted("b-1", "arm64"), NODE.formatted("b-2", "arm64"));
        assertThat(verify("--nodes", "nodes.json")).exitCode(0).stdoutContains("linux/arm64");
    }

    @Test
    void nodesThatCannotRunItAreNamed() throws IOException {
        nodes(NODE.formatted("a-1", "amd64"), NODE.formatted("z-1", "s390x"), NODE.formatted("z-2", "s390x"));
        assertThat(verify("--nodes", "nodes.json"))
                .exitCode(1)
                .stdoutContains(
                        "fail     image.platforms.required [linux/s390x]",
                        "exec format error, or not be pulled, on the nodes z-1, z-2",
                        "build linux/s390x too",
                        "nodeSelector on kubernetes.io/arch");
    }

    @Test
    void theyMayComeThroughAPipe() throws IOException {
        nodes(NODE.formatted("z-1", "s390x"));
        String call =
                String.join(" ", Commands.command("verify-index", reference(), "--nodes", "-", "--policy", "p.yaml"));
        assertThat(commands.in(folder).program("sh", "-c", call + " <nodes.json"))
                .exitCode(1)
                .stdoutContains("on the node z-1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no list           | {\"kind\": \"Node\"}           | --nodes nodes.json: items: missing. Expected what kubectl get nodes -o json prints",
                "an empty one      | {\"items\": []}               | items: expected 1 to 20000 nodes, found 0",
                "no JSON           | NAME STATUS                   | --nodes nodes.json is no valid JSON",
                "a hostile name    | {\"items\": [{\"metadata\": {\"name\": \"##[error]x\"}}]} | items[0].metadata.name: expected a node's name",
                "no platform       | {\"items\": [{\"metadata\": {\"name\": \"a\"}}]} | items[0].status: missing",
            })
    void whatIsNoListOfNodesIsSaid(String name, String text, String message) throws IOException {
        Files.writeString(folder.resolve("nodes.json"), text);
        assertThat(verify("--nodes", "nodes.json")).exitCode(2).stderrContains(message);
    }

    private void nodes(String... nodes) throws IOException {
        String list = "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [" + String.join(", ", nodes) + "]}";
        Files.writeString(folder.resolve("nodes.json"), list);
    }

    private Transcript verify(String... more) {
        String[] words = new String[4 + more.length];
        words[0] = "verify-index";
        words[1] = reference();
        words[2] = "--policy";
        words[3] = "p.yaml";
        System.arraycopy(more, 0, words, 4, more.length);
        return commands.in(folder).run(words);
    }

    private String reference() {
        return server.host() + "/app:1";
    }
}
