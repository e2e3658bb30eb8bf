package dev.multiarch.cli;

import dev.multiarch.Commands;
import dev.multiarch.image.Index;
import dev.multiarch.publish.OtherImages;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of commands that take images from elsewhere. */
abstract class WithOtherImages {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    OtherImages images;

    @BeforeEach
    void start() throws Exception {
        images = new OtherImages();
    }

    @AfterEach
    void close() {
        images.close();
    }

    /** Of the image that was merged, in the order of the index. */
    List<String> platforms() throws Exception {
        return Index.parse(images.client.manifest(images.ref("app:1")).bytes(), "app:1").images().stream()
                .map(entry -> entry.platformText())
                .toList();
    }
}
