package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.TarBytes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.ServedImages;
import dev.multiarch.registry.ShelfImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What counts where a registry says different things of a layer. */
class SizesOfLayersTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final byte[] tar =
            new TarBytes().file("etc/hosts", 0644, new byte[9]).bytes();
    private final String blob = " /v2/app/blobs/" + Digest.of(tar);

    @BeforeEach
    void anImageOfOneLayer() throws Exception {
        String image =
                new ShelfImage(server, "arm64").layer(ShelfImage.TAR, tar, tar).put();
        new ServedImages(server).tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(ServedImages.on(image, "linux/arm64")));
        for (String rule : List.of("elf-machine: {}", "config-match: true")) {
            String name = rule.substring(0, 3);
            Files.writeString(
                    folder.resolve(name + ".yaml"),
                    "apiVersion: multiarch/v1\nkind: Policy\nname: " + name + "\nimage: {blobs-exist: true, " + rule
                            + "}\nrules: {image.blobs-exist: {severity: error}}\n");
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Transcript verify(String policy) {
        return commands.in(folder).run("verify-index", server.host() + "/app:1", "--policy=" + policy);
    }

    /** What was read in full is there, and has its size. */
    @Test
    void whatHeadSaysOfALayerThatWasReadDoesNotCount() {
        for (Reply wrong : List.of(Reply.status(200).body(new byte[7]), Reply.status(404))) {
            server.on("HEAD" + blob, wrong);
            assertThat(verify("elf.yaml"))
                    .exitCode(0)
                    .stdoutContains("pass     image.blobs-exist [linux/arm64] everything is there.");
        }
    }

    /** Clients use GET: where HEAD contradicts the descriptor, the first byte is asked for. */
    @Test
    void getHasTheLastWordOnALengthOfHead() {
        server.on("HEAD" + blob, Reply.status(200).body(new byte[7]));
        Reply.Whole part = Reply.status(206).body(new byte[1]);
        server.on("GET" + blob, part.with("Content-Range", "bytes 0-0/" + tar.length));
        assertThat(verify("con.yaml")).exitCode(0);
        server.on("GET" + blob, part.with("Content-Range", "bytes 0-0/9"));
        String claimed = " bytes (as the registry says), and its descriptor says " + tar.length;
        assertThat(verify("con.yaml")).exitCode(1).stdoutContains("has 9" + claimed);
        server.on("GET" + blob, part);
        assertThat(verify("con.yaml")).exitCode(1).stdoutContains("has 7" + claimed);
        server.on("GET" + blob, Reply.status(404));
        assertThat(verify("con.yaml")).exitCode(1).stdoutContains("the registry lacks layer 1 " + Digest.of(tar));
    }
}
