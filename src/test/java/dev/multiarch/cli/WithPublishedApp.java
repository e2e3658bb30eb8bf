package dev.multiarch.cli;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.rebuild.PublishedApp;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of an image whose records and bases are in a registry. */
abstract class WithPublishedApp {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    /** With what a test adds. */
    Commands here;

    PublishedApp app;

    @BeforeEach
    void makeApp() throws Exception {
        here = commands.in(folder);
        app = new PublishedApp(folder);
    }

    @AfterEach
    void closeApp() {
        app.close();
    }

    Transcript rebuild(String... words) {
        return here.run(Stream.concat(Stream.of("rebuild"), Stream.of(words)).toArray(String[]::new));
    }
}
