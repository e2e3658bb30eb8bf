package dev.multiarch.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Opens all files whose names come from outside. A folder, a device, a socket and a link to itself are refused before they
 * are opened, as a device may never end, and a pipe that nobody writes to would be waited for without end. Links are
 * followed.
 */
public final class FileInput {
    private static final int FORMAT = 0170000;
    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;

    private FileInput() {}

    /**
     * @throws NoSuchFileException if there is nothing
     * @throws UnreadableFile if it is not a regular file, or this user may not read it
     */
    public static InputStream open(Path file) throws IOException {
        try {
            requireRegular(file);
            return Files.newInputStream(file);
        } catch (FileSystemException e) {
            throw unread(file, e);
        }
    }

    /**
     * For a file that another program reads, which has no part in this one's pipes.
     *
     * @throws NoSuchFileException if there is nothing
     * @throws UnreadableFile if it is not a regular file
     */
    public static void require(Path file) throws IOException {
        try {
            requireRegular(file);
        } catch (FileSystemException e) {
            throw unread(file, e);
        }
    }

    private static void requireRegular(Path file) throws IOException {
        if (isPipe(file)) {
            throw new UnreadableFile(
                    file.toString(), "this is a pipe. Fix: write what comes out of it into a file, and name that");
        }
    }

    /** As {@link #open}, all of it. */
    public static byte[] read(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return in.readAllBytes();
        }
    }

    /**
     * At most so many bytes of a regular file, or of a pipe such as {@code <(kubectl get nodes -o json)} makes. A pipe has to
     * come to its end in time.
     *
     * @throws NoSuchFileException if there is nothing
     * @throws UnreadableFile if it is neither, this user may not read it, or the pipe does not end
     */
    public static byte[] read(Path file, int most) throws IOException {
        return read(file, most, PipeInput.LIMITS);
    }

    static byte[] read(Path file, int most, PipeInput.Limits limits) throws IOException {
        try {
            if (isPipe(file)) {
                return new PipeInput(file, limits).read(most);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(most);
            }
        } catch (FileSystemException e) {
            throw unread(file, e);
        }
    }

    /** @throws UnreadableFile if it is neither a regular file nor a pipe */
    private static boolean isPipe(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        if (found.isRegularFile()) {
            return false;
        }
        if (found.isDirectory()) {
            throw new UnreadableFile(file.toString(), "this is a folder. Fix: name a file");
        }
        int format = format(file);
        if (format != FIFO) {
            String what = format == SOCKET ? "a socket" : "a device";
            throw new UnreadableFile(file.toString(), "this is " + what + ". Fix: name a file");
        }
        return true;
    }

    /** What kind of file it is, as stat(2) says it; 0 where the system has no such number. */
    private static int format(Path file) throws IOException {
        try {
            return (Integer) Files.getAttribute(file, "unix:mode") & FORMAT;
        } catch (UnsupportedOperationException | IllegalArgumentException other) {
            return 0;
        }
    }

    private static FileSystemException unread(Path file, FileSystemException e) {
        if (e instanceof UnreadableFile || e instanceof NoSuchFileException) {
            return e;
        }
        if ("Not a directory".equals(e.getReason())) { // a part of its path is a file
            return new NoSuchFileException(file.toString());
        }
        var unread = new UnreadableFile(file.toString(), why(e));
        unread.initCause(e);
        return unread;
    }

    private static String why(FileSystemException e) {
        String reason = String.valueOf(e.getReason());
        if (e instanceof AccessDeniedException) {
            return "permission denied. Fix: let this user read it, or name another file";
        }
        if (reason.startsWith("Too many levels of symbolic links")) {
            return "symbolic links lead in a circle there. Fix: name the file itself";
        }
        return e.getReason() == null ? "can't be read" : "can't be read: " + reason;
    }
}
