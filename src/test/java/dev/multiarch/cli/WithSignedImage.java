package dev.multiarch.cli;

import dev.multiarch.Commands;
import dev.multiarch.signature.KeyPairs;
import dev.multiarch.signature.SignedImage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of an index that a key signs. */
abstract class WithSignedImage {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    SignedImage image;
    KeyPairs pair;

    @BeforeEach
    void makeImage() throws Exception {
        image = new SignedImage(true);
        pair = KeyPairs.usual();
    }

    @AfterEach
    void closeImage() {
        image.close();
    }
}
