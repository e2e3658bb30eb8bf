package dev.multiarch.image.layers;

import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.layers.Node.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The programs that an image holds, its layers laid over each other.
 *
 * @param files sorted by path
 * @param started what a container of this image runs first, link by link and script by script resolved to a program
 */
public record Binaries(List<Binary> files, Started started) {
    /**
     * @param path absolute
     * @param header empty where the file begins like ELF and is none that a kernel would take
     */
    public record Binary(String path, Optional<ElfHeader> header, boolean executable) {}

    /**
     * @param path absolute, of the program in the end; empty where nobody could tell
     * @param reason why not
     */
    public record Started(Optional<String> path, String reason) {
        public static Started at(String path) {
            return new Started(Optional.of("/" + path), "");
        }

        public static Started unknown(String reason) {
            return new Started(Optional.empty(), reason);
        }
    }

    public static Binaries of(RootFs root, Started started) {
        List<Binary> files = new ArrayList<>();
        root.nodes().forEach((path, node) -> {
            if (node.kind() == Kind.ELF || node.kind() == Kind.BROKEN_ELF) {
                files.add(new Binary("/" + path, node.elf(), node.executable()));
            }
        });
        return new Binaries(files, started);
    }
}
