package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.TarBytes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.ServedImages;
import dev.multiarch.registry.ShelfImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images that share a layer, as those do that are built on one base image. */
class LayersOfManyImagesTest {
    private static final String TAR = ShelfImage.TAR;
    private static final byte[] ARM64 =
            Arrays.copyOf(HexFormat.of().parseHex("7f454c460201010000000000000000000200b700"), 200);

    @RegisterExtension
    final Commands commands = new Commands();

    private final FaultyRegistry server = FaultyRegistry.start();
    private final byte[] tar = new TarBytes().file("app", 0755, ARM64).bytes();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aLayerThatSeveralImagesOfACallHaveIsReadOnce() {
        byte[] large = new TarBytes()
                .file("app", 0755, ARM64)
                .file("data", 0644, new byte[300 << 10])
                .bytes();
        for (String tag : List.of("1", "2", "3")) {
            String image = new ShelfImage(server, "arm64")
                    .layer(TAR, large, large)
                    .layer(TAR, tar, tar)
                    .starting(Map.of("User", tag))
                    .put();
            String index = ServedImages.indexOf(ServedImages.on(image, "linux/arm64"));
            server.on(
                    "GET /v2/app/manifests/" + tag,
                    Reply.document(MediaTypes.OCI_INDEX, index.getBytes(StandardCharsets.UTF_8)));
            server.on(
                    "HEAD /v2/app/manifests/" + tag,
                    Reply.status(200)
                            .with(
                                    "Docker-Content-Digest",
                                    Digest.of(index.getBytes(StandardCharsets.UTF_8))
                                            .toString()));
        }
        String app = server.host() + "/app:";
        assertThat(commands.run("verify-index", app + "1", app + "2", app + "3"))
                .exitCode(0)
                .stdoutContains("image.elf-machine", "3 passed");
        assertThat(server.lines())
                .filteredOn(line -> line.equals("GET /v2/app/blobs/" + Digest.of(large)))
                .hasSize(1);
    }
}
