package dev.multiarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.TarBytes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import dev.multiarch.registry.ShelfImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a call waits for a registry far away. The server answers nothing until eight requests wait for it. */
class TurnsTest {
    private static final List<String> ARCHITECTURES =
            List.of("amd64", "arm64", "386", "ppc64le", "s390x", "riscv64", "loong64", "mips64le");

    @RegisterExtension
    final Commands commands = new Commands();

    private final FaultyRegistry server = FaultyRegistry.start();

    @TempDir
    Path folder;

    private Digest index;

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'image: {config-match: true}', 18, 2", // manifests, configs
        "'image: {config-match: true, blobs-exist: true}', 26, 3", // and layers are looked for
        "'image: {config-match: true, blobs-exist: true, elf-machine: true}', 34, 4" // and read, with the configs
    })
    void whatDoesNotWaitForAnotherIsAskedForAtOnce(String rules, int requests, int rounds) throws Exception {
        put();
        server.answerTogether(ARCHITECTURES.size());
        verify(rules);
        assertThat(server.rounds()).isEqualTo(rounds);
        assertThat(server.lines()).hasSize(requests); // the tag is read first and last
        // No more than sixteen documents at once, eight layers, and the tag, which may be read again meanwhile.
        assertThat(server.opened()).isBetween(ARCHITECTURES.size(), 3 * ARCHITECTURES.size() + 1);
    }

    @Test
    void theTagIsReadAgainWhileConfigsAreOnTheirWay() throws Exception {
        put();
        var again = new CountDownLatch(1);
        Reply tag = Reply.status(200).with("Docker-Content-Digest", index.toString());
        server.on("HEAD /v2/app/manifests/1", received -> {
            again.countDown();
            return tag;
        });
        server.holdBlobs(again);
        verify("image: {config-match: true}");
    }

    /** Reading large layers leaves it time to move, and so does asking how large those are that are not read. */
    @ParameterizedTest
    @CsvSource({"307200, 1GiB", "0, 1KiB"})
    void theTagIsReadAgainAfterLayers(int more, String most) throws Exception {
        put(new byte[more]);
        verify("image: {elf-machine: {read: {max: " + most + "}}}");
        List<String> lines = server.lines();
        assertThat(lines.get(lines.size() - 1)).isEqualTo("HEAD /v2/app/manifests/1");
    }

    private void verify(String rules) throws Exception {
        Path policy = folder.resolve("p.yaml");
        Files.writeString(policy, "apiVersion: multiarch/v1\nkind: Policy\nname: p\n" + rules + "\n");
        commands.run("verify-index", server.host() + "/app:1", "--policy", policy.toString())
                .assertThat()
                .exitCode(0)
                .stderrIsEmpty();
    }

    private void put() {
        put(new byte[0]);
    }

    /** @param more in each layer */
    private void put(byte[] more) {
        String[] entries = ARCHITECTURES.stream()
                .map(architecture -> {
                    byte[] tar = new TarBytes()
                            .file("name", 0644, architecture.getBytes(UTF_8))
                            .file("more", 0644, more)
                            .bytes();
                    var image = new ShelfImage(server, architecture).layer(ShelfImage.TAR, tar, tar);
                    return ServedImages.on(image.put(), "linux/" + architecture);
                })
                .toArray(String[]::new);
        String all = ServedImages.indexOf(entries);
        index = Digest.of(Sample.bytes(all));
        new ServedImages(server).tag(MediaTypes.OCI_INDEX, all);
    }
}
