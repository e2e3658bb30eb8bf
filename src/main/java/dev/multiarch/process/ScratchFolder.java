package dev.multiarch.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder of nobody else's, which is gone with all that is in it when it is closed. Links are removed and not followed. */
public record ScratchFolder(Path path) implements AutoCloseable {
    /** @param prefix what its name begins with */
    public static ScratchFolder named(String prefix) throws IOException {
        return new ScratchFolder(Files.createTempDirectory(prefix));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
