package dev.multiarch.cli;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of commands on the records in a folder, of images in a registry. */
abstract class WithRecords {
    @TempDir
    Path folder;

    @RegisterExtension
    final Commands commands = new Commands();

    final Registry client = Sample.client();
    EmbeddedRegistry server;
    RecordStore store;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedRegistry.start();
        store = new RecordStore(new DirectoryStore(folder.resolve(".multiarch/records")), warning -> {});
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    Transcript run(String... words) {
        return commands.in(folder).run(words);
    }
}
