package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.ServedImages;
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
    private final ServedImages shelf = new ServedImages(server);

    @BeforeEach
    void anImageForTwoPlatforms() throws IOException {
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(
                        ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64"),
                        ServedImages.on(shelf.image("linux", "arm64"), "linux/arm64")));
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
                        "exec format error, or could not be pulled, on the nodes z-1, z-2",
                        "build linux/s390x too",
                        "nodeSelector on kubernetes.io/arch");
    }

    /** What one node takes of an index with one image: {@code --nodes} and {@code inspect --for} must agree. */
    @ParameterizedTest(name = "{0}: {1} of {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "",
            value = {
                "a Raspberry Pi 3        | linux arm 6.6.31-v7+        | linux/arm/v6 | linux/arm/v7    | true",
                "its newer kernel        | linux arm 6.6.31+rpt-rpi-v7 | linux/arm/v7 | linux/arm/v7    | true",
                "32 bits on Armv8        | linux arm 6.6.31-v8+        | linux/arm/v8 | linux/arm/v8    | true",
                "a node that says arm    | linux arm 6.1.0-21-armmp    | linux/arm/v6 | linux/arm/v7    | true",
                "a Raspberry Pi Zero     | linux arm 6.6.31+           | linux/arm/v7 | linux/arm/v6    | false",
                "arm64 takes arm         | linux arm64 6.8             | linux/arm/v7 | linux/arm64     | true",
                "arm64 never takes v9    | linux arm64 6.8             | linux/arm64/v9 | linux/arm64   | false",
                "a node is plain amd64   | linux amd64 6.8             | linux/amd64/v2 | linux/amd64   | false",
                "amd64 takes 386         | linux amd64 6.8             | linux/386    | linux/amd64     | true",
                "Server 2016             | windows amd64 10.0.14393.7428 | windows(10.0.17763.1)/amd64 | windows(10.0.14393.7428)/amd64 | false",
                "its own build           | windows amd64 10.0.14393.7428 | windows(10.0.14393.9)/amd64 | windows(10.0.14393.7428)/amd64 | true",
                "Server 2022             | windows amd64 10.0.20348.2700 | windows(10.0.20348.1)/amd64 | windows(10.0.20348.2700)/amd64 | true",
                "2022 takes no 2019      | windows amd64 10.0.20348.2700 | windows(10.0.17763.1)/amd64 | windows(10.0.20348.2700)/amd64 | false",
                "2025 takes 2022         | windows amd64 10.0.26100.1  | windows(10.0.20348.1)/amd64 | windows(10.0.26100.1)/amd64 | true",
                "after 2025 not 2022     | windows amd64 10.0.26200.1  | windows(10.0.20348.1)/amd64 | windows(10.0.26200.1)/amd64 | false",
                "2022 takes no 2025      | windows amd64 10.0.20348.1  | windows(10.0.26100.1)/amd64 | windows(10.0.20348.1)/amd64 | false",
            })
    void aNodeTakesWhatItsClientTakes(String name, String node, String image, String client, boolean taken)
            throws IOException {
        Platform platform = Platform.parse(image);
        String version = platform.osVersion().isEmpty() ? "" : ", \"os.version\": \"" + platform.osVersion() + "\"";
        String written = ", \"platform\": {\"os\": \"" + platform.os() + "\", \"architecture\": \""
                + platform.architecture() + "\", \"variant\": \"" + platform.variant() + "\"" + version + "}}";
        String entry =
                shelf.image(platform.os(), platform.architecture(), ", \"variant\": \"" + platform.variant() + "\"");
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(entry.substring(0, entry.length() - 1) + written));
        String[] words = node.split(" ");
        nodes(NODE.formatted("n", words[1]).replace("linux", words[0]).replace("6.8", words[2]));

        assertThat(commands.run("inspect", reference(), "--for", client)).exitCode(taken ? 0 : 1);
        assertThat(verify("--nodes", "nodes.json"))
                .exitCode(taken ? 0 : 1)
                .stdoutContains((taken ? "pass     " : "fail     ") + "image.platforms.required [" + client + "]");
    }

    @Test
    void aWindowsNodeThatDoesNotSayItsVersionIsUnknown() throws IOException {
        String entry = shelf.image("windows", "amd64");
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(entry.substring(0, entry.length() - 1)
                        + ", \"platform\": {\"os\": \"windows\", \"architecture\": \"amd64\","
                        + " \"os.version\": \"10.0.20348.1\"}}"));
        nodes(NODE.formatted("n", "amd64").replace("linux", "windows").replace(", \"kernelVersion\": \"6.8\"", ""));
        assertThat(verify("--nodes", "nodes.json")).exitCode(3).stdoutContains("do not say which version of Windows");
    }

    @Test
    void theyMayComeThroughAPipe() throws IOException {
        nodes(NODE.formatted("z-1", "s390x"));
        String call =
                String.join(" ", Commands.command("verify-index", reference(), "--nodes", "-", "--policy", "p.yaml"));
        assertThat(commands.in(folder).program("sh", "-c", "cat nodes.json | " + call))
                .exitCode(1)
                .stdoutContains("on the node z-1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no list           | {\"kind\": \"Node\"}           | --nodes nodes.json: items: missing. Expected what kubectl get nodes -o json prints",
                "an empty one      | {\"items\": []}               | items: expected 1 to 20000 nodes, found 0",
                "no JSON           | NAME STATUS                   | --nodes nodes.json is not valid JSON",
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
