package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.ClientCases;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.process.Program;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.registry.Push;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code inspect} shows is what real clients get. */
class InspectIT {
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    private final Stack stack = Stack.require();
    private final Programs programs = new Programs(line -> {});

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(2));

    @TempDir
    Path folder;

    /** No Arm CPU has this version: the command line refuses it, and ClientOrderTest says what containerd makes of it. */
    private static final String UNKNOWN = "linux/arm64/v8.10";

    static Stream<ClientCases.Row> rows() throws IOException {
        return ClientCases.rows().filter(row -> !row.client().equals(UNKNOWN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void clientsTakeWhatItSays(ClientCases.Row row) throws Exception {
        String name = "inspect/c"
                + Digest.of(row.toString().getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(7, 20);
        List<Digest> images = push(row, name);
        String image = stack.registry() + "/" + name + ":1";

        assertThat(byUs(row, image, images)).as("multiarch inspect").isEqualTo(row.taken());
        assertThat(byContainerd(row, image)).as("ctr").isEqualTo(row.taken());
        assertThat(byCrane(row, image, images)).as("crane").isEqualTo(row.crane());
    }

    @Test
    void rawIsWhatCraneReads() throws Exception {
        String image = Stack.variable("MULTIARCH_IT_BASE_IMAGE");
        String index = crane("manifest", image).orThrow().text();
        assertThat(commands.in(folder).run("inspect", image, "--raw"))
                .exitCode(0)
                .stdoutIs(index);
        String arm64 =
                crane("manifest", "--platform", "linux/arm64", image).orThrow().text();
        assertThat(commands.in(folder).run("inspect", image, "--raw", "--for", "linux/arm64"))
                .exitCode(0)
                .stdoutIs(arm64);
    }

    private List<Digest> push(ClientCases.Row row, String name) throws IOException {
        var push = new Push(Reference.parse(stack.registry() + "/" + name));
        List<Digest> images = new ArrayList<>();
        List<String> descriptors = new ArrayList<>();
        for (int entry = 0; entry < row.offered().size(); entry++) {
            push.blob(layer(entry));
            byte[] config = bytes(row.config(entry)
                    .replaceFirst(
                            "}$",
                            ", \"rootfs\": {\"type\": \"layers\", \"diff_ids\": [\"" + Digest.of(layer(entry))
                                    + "\"]}}"));
            push.blob(config);
            byte[] manifest = bytes("{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_MANIFEST
                    + "\", \"config\": " + descriptor(MediaTypes.OCI_CONFIG, config) + ", \"layers\": ["
                    + descriptor("application/vnd.oci.image.layer.v1.tar", layer(entry)) + "]}");
            push.manifest(Digest.of(manifest).toString(), MediaTypes.OCI_MANIFEST, manifest);
            images.add(Digest.of(manifest));
            descriptors.add(descriptor(MediaTypes.OCI_MANIFEST, manifest));
        }
        push.manifest("1", MediaTypes.OCI_INDEX, bytes(row.index(descriptors)));
        return images;
    }

    /** An empty tar, each of another length: the end of one is any number of blocks of zeros, from two on. */
    private static byte[] layer(int entry) {
        return new byte[512 * (entry + 2)];
    }

    private String byUs(ClientCases.Row row, String image, List<Digest> images) {
        var said = commands.in(folder).run("inspect", image, "--for", row.client(), "--format", "json");
        assertThat(said).exitCode(row.taken().equals("none") ? 1 : 0);
        var choice = Json.read(bytes(said.out()), "answer").object("for");
        return choice.optionalText("digest")
                .map(digest -> row.offered().get(images.indexOf(Digest.parse(digest))))
                .orElse("none");
    }

    /** What it unpacks, named by the chain ID, which for one layer is that layer's digest. */
    private String byContainerd(ClientCases.Row row, String image) throws Exception {
        String space = "inspect-" + RUN;
        ctr(space, "content", "fetch", "--plain-http", "--all-platforms", image).orThrow();
        Result said = ctr(
                space,
                "images",
                "pull",
                "--local",
                "--plain-http",
                "--print-chainid",
                "--snapshotter",
                "native",
                "--platform",
                row.client(),
                image);
        for (int entry = 0; entry < row.offered().size(); entry++) {
            if (said.text().contains("chain ID: " + Digest.of(layer(entry)))) {
                return row.offered().get(entry);
            }
        }
        assertThat(said.lastLines()).anyMatch(line -> line.contains("no match for platform in manifest"));
        return "none";
    }

    private String byCrane(ClientCases.Row row, String image, List<Digest> images) throws Exception {
        String os = row.client().replaceAll("[()].*[)]", "");
        String version = row.client().contains("(") ? ":" + row.client().replaceAll(".*\\(|\\).*", "") : "";
        var said = crane("digest", "--platform", os + version, image);
        return said.exit() == 0
                ? row.offered().get(images.indexOf(Digest.parse(said.text().strip())))
                : "none";
    }

    private Result ctr(String space, String... words) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("ctr", "--address", Stack.variable("MULTIARCH_IT_CONTAINERD"), "-n", space));
        all.addAll(List.of(words));
        return programs.run(Program.of(all.toArray(String[]::new)).within(Duration.ofMinutes(1)));
    }

    private Result crane(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("crane"));
        all.addAll(List.of(words));
        return programs.run(Program.of(all.toArray(String[]::new)).within(Duration.ofMinutes(1)));
    }

    private static String descriptor(String type, byte[] content) {
        return "{\"mediaType\": \"" + type + "\", \"digest\": \"" + Digest.of(content) + "\", \"size\": "
                + content.length + "}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
