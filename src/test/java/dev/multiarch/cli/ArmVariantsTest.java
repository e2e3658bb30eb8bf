package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.TarBytes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.ServedImages;
import dev.multiarch.registry.ShelfImage;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of older builders: the index names a variant of arm, their config names none, their programs are for hard float. */
class ArmVariantsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    private final FaultyRegistry server = FaultyRegistry.start();

    @AfterEach
    void close() {
        server.close();
    }

    /** The kernel looks at no variant, and hard float tells none: an ARMv5 CPU may have a VFP. */
    @ParameterizedTest
    @CsvSource({
        "v5, '1 file of ARM; 1 for hard float, which needs an ARMv5 CPU that has a VFP.'",
        "v6, 1 file of ARM.",
        "v7, 1 file of ARM."
    })
    void nothingContradicts(String variant, String message) {
        byte[] program = Arrays.copyOf(
                HexFormat.of()
                        .parseHex("7f454c4601010100000000000000000002002800010000000000000000000000000000000004000500"),
                200);
        byte[] tar = new TarBytes().file("app", 0755, program).bytes();
        String image =
                new ShelfImage(server, "arm").layer(ShelfImage.TAR, tar, tar).put();
        String entry = ServedImages.on(image, "linux/arm")
                .replace("\"architecture\": \"arm\"", "\"architecture\": \"arm\", \"variant\": \"" + variant + "\"");
        new ServedImages(server).tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(entry));
        assertThat(commands.run("verify-index", server.host() + "/app:1"))
                .exitCode(0)
                .stdoutContains("pass     image.elf-machine [linux/arm/" + variant + "] " + message);
    }
}
