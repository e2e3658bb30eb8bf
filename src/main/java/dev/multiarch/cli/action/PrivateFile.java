package dev.multiarch.cli.action;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that only this user can read, for what must not be on a command line. */
final class PrivateFile {
    private PrivateFile() {}

    static Path write(String prefix, byte[] content) throws IOException {
        Path file = Files.createTempFile(
                prefix, "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        file.toFile().deleteOnExit(); // where a signal ends us
        return Files.write(file, content);
    }
}
