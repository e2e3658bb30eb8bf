package dev.multiarch.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * This host, by its files.
 *
 * @param root {@code /}, or a folder that holds another host's files
 */
public record LocalHost(Path root) {
    private static final int LONGEST = 256;

    /** As {@code uname -r} prints it. */
    public Fact<String> kernel() {
        return line("proc/sys/kernel/osrelease");
    }

    /** The random id of this boot, the same in every container on this kernel. */
    public Fact<String> boot() {
        return line("proc/sys/kernel/random/boot_id");
    }

    public Binfmt binfmt() {
        return Binfmt.read(root.resolve("proc/sys/fs/binfmt_misc"));
    }

    /** Whether a path that an entry names is this file, as the kernel calls it: links resolved, its mount's root left out. */
    boolean isFile(String path, String file) {
        Path named = root.resolve(path.replaceFirst("^/+", ""));
        try {
            return Path.of(path).endsWith(relative(file)) || named.toRealPath().endsWith(relative(file));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String relative(String file) {
        return file.replaceFirst("^/+", "");
    }

    private Fact<String> line(String name) {
        Path file = root.resolve(name);
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
