package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.process.FileInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * This host, by its files.
 *
 * @param root {@code /}, or a folder that holds another host's files
 */
public record LocalHost(Path root) {
    private static final int LONGEST = 256;
    private static final int MOST_LINKS = 40;
    private static final int TYPE = 0170000; // inode(7)
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;

    /** Whether these are the files of the host that this runs on. */
    boolean isThis() {
        return root.equals(Path.of("/"));
    }

    /** The plain file that the host finds at this path of its own; its links lead nowhere out of the root. */
    public Optional<Path> file(String path) {
        return find(path).filter(Files::isRegularFile);
    }

    /** As {@link #file}, a folder. */
    public Optional<Path> folder(String path) {
        return find(path).filter(Files::isDirectory);
    }

    /** Whether this path leads to /dev/null or to another device, which is how systemd's settings are masked. */
    boolean isDevice(String path) {
        Optional<Path> found = find(path);
        if (found.isEmpty()) {
            return false;
        }
        try {
            int type = (int) Files.getAttribute(found.get(), "unix:mode") & TYPE;
            return type == CHARACTER_DEVICE || type == BLOCK_DEVICE;
        } catch (IOException | UnsupportedOperationException noSuchFile) {
            return found.get().equals(root.resolve("dev/null")); // a copy of a host's files has no devices
        }
    }

    /** As a process sees it whose root this is: absolute links begin there, and nothing is above it (path_resolution(7)). */
    private Optional<Path> find(String path) {
        try {
            return isThis() ? Optional.of(root.resolve(relative(path))) : walk(path);
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> walk(String path) throws IOException {
        Deque<String> left = new ArrayDeque<>(List.of(path.split("/+")));
        Path at = root;
        for (int links = 0; !left.isEmpty(); ) {
            String name = left.pop();
            if (name.equals("..")) {
                at = at.equals(root) ? root : at.getParent();
                continue;
            }
            Path next = name.isEmpty() || name.equals(".") ? at : at.resolve(name);
            if (next.equals(at) || !Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            links++;
            if (links > MOST_LINKS) {
                return Optional.empty();
            }
            String target = Files.readSymbolicLink(next).toString();
            at = target.startsWith("/") ? root : at;
            List<String> names = new ArrayList<>(List.of(target.split("/+")));
            Collections.reverse(names);
            names.forEach(left::push);
        }
        return Optional.of(at);
    }

    /** As {@code uname -r} prints it. */
    public Fact<String> kernel() {
        return line("proc/sys/kernel/osrelease");
    }

    /** The random id of this boot, the same in every container on this kernel. */
    public Fact<String> boot() {
        return line("proc/sys/kernel/random/boot_id");
    }

    /** What its CPU runs; empty where that is unknown. */
    public Optional<Platform> own() {
        return new HostFiles(this).architecture().value().map(cpu -> Platform.of("linux", cpu, ""));
    }

    public Binfmt binfmt() {
        return folder("proc/sys/fs/binfmt_misc").map(Binfmt::read).orElse(Binfmt.NONE);
    }

    /** Whether a path that an entry names is this file, as the kernel calls it: links resolved, its mount's root left out. */
    boolean isFile(String path, String file) {
        try {
            Optional<Path> named = file(path);
            return Path.of(path).endsWith(relative(file))
                    || named.isPresent() && named.get().toRealPath().endsWith(relative(file));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String relative(String file) {
        return file.replaceFirst("^/+", "");
    }

    private Fact<String> line(String name) {
        Optional<Path> file = file(name);
        if (file.isEmpty()) {
            return Fact.unknown("this host has no /" + name);
        }
        try {
            String text = new String(read(file.get(), LONGEST), StandardCharsets.UTF_8).strip();
            return text.matches("[!-~]{1,200}")
                    ? Fact.known(text, FactSource.ENTRY)
                    : Fact.unknown("/" + name + " holds something unexpected");
        } catch (IOException e) {
            return Fact.unknown("/" + name + " can't be read: " + e.getMessage());
        }
    }

    /** A whole plain file, which may be of the kind that has no length; a longer one is an error. */
    static byte[] read(Path file, int longest) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    file.getFileName() + " is not a plain file"); // to open a FIFO would wait for a writer
        }
        try (InputStream in = FileInput.open(file)) {
            byte[] bytes = in.readNBytes(longest + 1);
            if (bytes.length > longest) {
                throw new IOException("larger than " + longest + " bytes");
            }
            return bytes;
        }
    }
}
