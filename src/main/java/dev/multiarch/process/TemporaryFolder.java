package dev.multiarch.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A folder of this process alone, which is removed with all that is in it: when it is closed, and where this JVM ends by a
 * signal before that.
 */
public final class TemporaryFolder implements AutoCloseable {
    /** A program that writes there may still be ending, and make the folder again. */
    private static final int ATTEMPTS = 40;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path path;
    private final Thread hook = new Thread(this::shutDown, "removes a folder");

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /** @param name that the folder's name begins with */
    public static TemporaryFolder make(String name) throws IOException {
        var folder = new TemporaryFolder(Files.createTempDirectory(name));
        try {
            Runtime.getRuntime().addShutdownHook(folder.hook);
        } catch (IllegalStateException shuttingDown) {
            folder.delete();
            throw new IOException("the Java runtime is ending", shuttingDown);
        }
        return folder;
    }

    public Path path() {
        return path;
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    private void shutDown() {
        for (int i = 0; i < ATTEMPTS; i++) {
            boolean alone = ProcessHandle.current().children().findAny().isEmpty();
            try {
                delete();
                if (alone) {
                    return;
                }
            } catch (IOException stillWritten) {
                // and so tried again
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void delete() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook removes it
        }
        delete();
    }
}
