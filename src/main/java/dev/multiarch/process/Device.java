package dev.multiarch.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is written to as it is: devices, pipes, and everything below {@code /dev} (except {@code /dev/shm}, which holds
 * ordinary files). Nothing is made there and nothing is truncated: {@code --output /dev/stdout >>log} adds to the log.
 *
 * @param path where the links end that lead to it
 * @param descriptor the number of an open file of this process, or -1
 */
record Device(Path path, int descriptor) {
    private static final Pattern DESCRIPTOR = Pattern.compile("(?:/dev/fd|/proc/(?:self|\\d+)/fd)/(\\d{1,9})");
    private static final int MOST_LINKS = 40;
    private static final int ACCESS_MODE = 3;

    /** Empty for a regular file, a folder, and where there is nothing. */
    static Optional<Device> at(Path file) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        for (int i = 0; i < MOST_LINKS; i++) {
            int descriptor = descriptor(path);
            if (descriptor >= 0) {
                return Optional.of(new Device(path, descriptor));
            }
            if (!Files.isSymbolicLink(path)) {
                break;
            }
            path = path.resolveSibling(Files.readSymbolicLink(path)).normalize();
        }
        boolean below = isBelowDev(file.toAbsolutePath().normalize()) || isBelowDev(path);
        boolean other = Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
        return below || other ? Optional.of(new Device(path, -1)) : Optional.empty();
    }

    private static boolean isBelowDev(Path path) {
        return path.startsWith("/dev") && !path.startsWith("/dev/shm");
    }

    private static int descriptor(Path path) {
        if (path.startsWith("/dev") && path.getNameCount() == 2) {
            int standard = List.of("stdin", "stdout", "stderr")
                    .indexOf(path.getFileName().toString());
            if (standard >= 0) {
                return standard;
            }
        }
        Matcher numbered = DESCRIPTOR.matcher(path.toString());
        boolean ours = numbered.matches()
                && (!path.startsWith("/proc")
                        || path.startsWith("/proc/self")
                        || path.startsWith("/proc/" + ProcessHandle.current().pid()));
        return ours ? Integer.parseInt(numbered.group(1)) : -1;
    }

    /** @throws NoSuchFileException if it is not there; it is not made */
    void write(byte[] bytes) throws IOException {
        check();
        try {
            writeOpen(bytes);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException e) { // such as "No space left on device", which names nothing
            var failure = new FileSystemException(path.toString(), null, "can't be written: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private void writeOpen(byte[] bytes) throws IOException {
        if (descriptor == 1 || descriptor == 2) {
            // Opened by its name, a file would be written from its beginning, whatever it contains.
            var stream = new FileOutputStream(descriptor == 1 ? FileDescriptor.out : FileDescriptor.err);
            stream.write(bytes);
            stream.flush();
        } else if (Files.isRegularFile(path)) {
            Files.write(path, bytes, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } else {
            Files.write(path, bytes, StandardOpenOption.WRITE);
        }
    }

    /** @throws NoSuchFileException if it is not there */
    void check() throws IOException {
        if (descriptor == 1 || descriptor == 2) {
            return;
        }
        if (descriptor >= 0) {
            requireOpen();
        } else if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        } else if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "is a folder, expected a file to write");
        }
    }

    /** The JVM holds open files of its own, such as its class library: only one that may be written is the caller's. */
    private void requireOpen() throws IOException {
        if (!Files.isDirectory(Path.of("/proc/self/fdinfo"))) {
            return; // not Linux: there /dev/fd itself refuses
        }
        Path info = Path.of("/proc/self/fdinfo/" + descriptor);
        if (!Files.exists(info)) {
            throw new NoSuchFileException(path.toString());
        }
        boolean writable = Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("flags:"))
                .map(line -> Integer.parseUnsignedInt(
                        line.substring("flags:".length()).strip(), 8))
                .anyMatch(flags -> (flags & ACCESS_MODE) != 0);
        if (!writable) {
            throw new FileSystemException(path.toString(), null, "is not open for writing");
        }
    }
}
