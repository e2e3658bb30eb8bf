package dev.multiarch.cli.console;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Standard input, where an argument is {@code -}. */
public final class StandardInput {
    private StandardInput() {}

    /** Buffered, because on Java 17 a file's own stream asks for its position, which a pipe does not have. */
    public static byte[] read(int most) throws IOException {
        try (InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in))) {
            return in.readNBytes(most);
        }
    }
}
