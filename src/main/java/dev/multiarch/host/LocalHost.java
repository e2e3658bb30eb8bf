package dev.multiarch.host;

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

/**
 * This host, by its files.
 *
 * @param root {@code /}, or a folder that holds another host's files
 */
public record LocalHost(Path root) {
    private static final int LONGEST = 256;

    /** As many as the kernel follows. */
    private static final int MOST_LINKS = 40;

    /** As {@code uname -r} prints it. */
    public Fact<String> kernel() {
        return line("proc/sys/kernel/osrelease");
    }

    /** The random id of this boot, the same in every container on this kernel. */
    public Fact<String> boot() {
        return line("proc/sys/kernel/random/boot_id");
    }

    public Binfmt binfmt() {
        return Binfmt.read(file("proc/sys/fs/binfmt_misc"));
    }

    /**
     * Where a path of this host lies: links lead where they would on this host, never out of its root. What can be no path
     * lies nowhere.
     */
    Path file(String path) {
        try {
            return root.equals(Path.of("/")) ? root.resolve(relative(path)) : below(path);
        } catch (InvalidPathException odd) {
            return nowhere();
        }
    }

    private Path nowhere() {
        return root.resolve("proc/none");
    }

    private Path below(String path) {
        Deque<String> names = new ArrayDeque<>(List.of(path.split("/")));
        Path at = root;
        int links = 0;
        while (!names.isEmpty()) {
            String name = names.pop();
            Path next = at.resolve(name);
            if (name.equals("..")) {
                at = at.equals(root) ? root : at.getParent();
            } else if (Files.isSymbolicLink(next) && links++ < MOST_LINKS) {
                String target = target(next);
                at = target.startsWith("/") ? root : at;
                List<String> more = new ArrayList<>(List.of(target.split("/")));
                Collections.reverse(more);
                more.forEach(names::push);
            } else if (!name.isEmpty() && !name.equals(".")) {
                at = next;
            }
        }
        return links > MOST_LINKS ? nowhere() : at;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ".";
        }
    }

    /** Whether a path that an entry names is this file, as the kernel calls it: links resolved, its mount's root left out. */
    boolean isFile(String path, String file) {
        try {
            Path named = file(path);
            return Path.of(path).endsWith(relative(file)) || named.toRealPath().endsWith(relative(file));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String relative(String file) {
        return file.replaceFirst("^/+", "");
    }

    private Fact<String> line(String name) {
        Path file = file(name);
        if (!Files.isRegularFile(file)) {
            return Fact.unknown("this host has no /" + name);
        }
        try {
            String text = new String(read(file, LONGEST), StandardCharsets.UTF_8).strip();
            return text.matches("[!-~]{1,200}")
                    ? Fact.known(text, Learnt.ENTRY)
                    : Fact.unknown("/" + name + " holds something unexpected");
        } catch (IOException e) {
            return Fact.unknown("/" + name + " can't be read: " + e.getMessage());
        }
    }

    /** A whole file, which may be of the kind that has no length; a longer one is an error. */
    static byte[] read(Path file, int longest) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(longest + 1);
            if (bytes.length > longest) {
                throw new IOException("larger than " + longest + " bytes");
            }
            return bytes;
        }
    }
}
