package dev.multiarch.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes all files of this project, in the same way everywhere. What goes into a private temporary folder for another
 * program is the only exception.
 *
 * <ul>
 *   <li>A regular file is replaced whole or not at all: the bytes go to a temporary file next to it, which is renamed. When
 *       the disk is full, the old file stays. An existing file keeps its permissions and its owner, a new one gets the
 *       umask's default.
 *   <li>A symbolic link to a file, or to nothing, is replaced by a file. It is never written through: a pull request can
 *       bring one. A link to a device or a pipe is written through, as it stays what it is.
 *   <li>Devices, pipes and what is below {@code /dev} are written to as they are, see {@link Device}.
 *   <li>A folder is refused.
 * </ul>
 */
public final class FileOutput {
    private FileOutput() {}

    /**
     * @throws FileSystemException with the file's name and the reason, if it can't be written; a regular file is then as it
     *     was before
     */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Optional<Device> device = Device.at(file);
        if (device.isPresent()) {
            device.get().write(bytes);
            return;
        }
        requireNoFolder(file);
        Path aside = aside(file, bytes);
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                keepOwner(file, aside);
            }
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritten(file, e);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /**
     * Writes a file that must not be there yet. Of two writers at once, one is refused.
     *
     * @throws FileAlreadyExistsException if something is there; it stays as it is
     */
    public static void create(Path file, byte[] bytes) throws IOException {
        Path aside = aside(file, bytes);
        try {
            place(aside, file);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** A hard link is made or refused in one step; on a file system without hard links, a move comes near. */
    private static void place(Path aside, Path file) throws IOException {
        try {
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException there) {
            throw there;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.move(aside, file);
        }
    }

    /** Adds all bytes at the end, or none. The file is made if it is not there. Links are followed. */
    public static void append(Path file, byte[] bytes) throws IOException {
        Optional<Device> device = Device.at(file);
        if (device.isPresent()) {
            device.get().write(bytes);
            return;
        }
        requireNoFolder(file);
        makeFolders(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            long before = channel.size();
            try {
                for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
            } catch (IOException e) {
                channel.truncate(before);
                throw unwritten(file, e);
            }
        }
    }

    /**
     * As {@link #append(Path, byte[])}, but a symbolic link to a file is refused, as a pull request can bring one. If the
     * last line has no end, as one that was written when a machine stopped, it gets its end first.
     */
    public static void appendLine(Path file, byte[] line) throws IOException {
        boolean device = Device.at(file).isPresent();
        if (!device && Files.isSymbolicLink(file)) {
            throw new FileSystemException(file.toString(), null, "is a symbolic link, expected a file");
        }
        append(file, device || endsWithNewline(file) ? line : ("\n" + new String(line, UTF_8)).getBytes(UTF_8));
    }

    private static boolean endsWithNewline(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() == 0 || channel.read(last, channel.size() - 1) < 1 || last.get(0) == '\n';
        }
    }

    /**
     * Adds what a stream holds, however much it is. What arrived before the stream failed stays in the file.
     *
     * @return the file's size afterwards
     */
    public static long append(Path file, InputStream in) throws IOException {
        makeFolders(file);
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            in.transferTo(out);
        }
        return Files.size(file);
    }

    /**
     * To be asked before work is done whose result goes there; nothing is written or made.
     *
     * @throws IOException if it is a folder, or a device that is not there
     */
    public static void check(Path file) throws IOException {
        Optional<Device> device = Device.at(file);
        if (device.isPresent()) {
            device.get().check();
        } else {
            requireNoFolder(file);
        }
    }

    /** @throws IOException if no file can be written in the folder of this one */
    public static void requireWritable(Path file) throws IOException {
        requireNoFolder(file);
        Files.deleteIfExists(aside(file, new byte[0]));
    }

    private static void requireNoFolder(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a folder, expected a file to write");
        }
    }

    private static Path makeFolders(Path file) throws IOException {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        try {
            return Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new FileSystemException(
                    file.toString(), null, "can't be written: " + e.getFile() + " is not a folder");
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    /** A temporary file with these bytes. Java's own temporary files have mode 0600, so nobody else could read the result. */
    private static Path aside(Path file, byte[] bytes) throws IOException {
        Path aside = makeFolders(file).resolve(".multiarch" + UUID.randomUUID() + ".tmp");
        try {
            return Files.write(aside, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            Files.deleteIfExists(aside);
            throw unwritten(file, e);
        }
    }

    /** The system's reason under the name that the user knows, not under that of a temporary file. */
    private static FileSystemException unwritten(Path file, IOException e) {
        String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
        if (reason == null && e instanceof AccessDeniedException) {
            reason = "permission denied";
        }
        String why = reason == null ? "can't be written" : "can't be written: " + reason;
        var named = new FileSystemException(file.toString(), null, why + ". The file is as it was");
        named.initCause(e);
        return named;
    }

    private static void keepOwner(Path file, Path aside) throws IOException {
        var theirs = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        var ours = Files.getFileAttributeView(aside, PosixFileAttributeView.class);
        if (theirs == null || ours == null) {
            return;
        }
        PosixFileAttributes old = theirs.readAttributes();
        PosixFileAttributes made = ours.readAttributes();
        try {
            if (!made.owner().equals(old.owner()) || !made.group().equals(old.group())) {
                ours.setGroup(old.group());
                ours.setOwner(old.owner());
            }
        } catch (IOException notRoot) {
            // Only root gives files away: for everybody else the file becomes the writer's own, as with cp and mv.
        }
        ours.setPermissions(old.permissions());
    }
}
