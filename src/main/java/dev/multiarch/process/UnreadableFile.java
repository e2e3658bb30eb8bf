package dev.multiarch.process;

import java.nio.file.FileSystemException;

/** A file that was named to be read and can't be; the reason says why, and what to do. */
public final class UnreadableFile extends FileSystemException {
    private static final long serialVersionUID = 1;

    UnreadableFile(String file, String reason) {
        super(file, null, reason);
    }
}
