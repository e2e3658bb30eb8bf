package dev.multiarch.image.layers;

import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.layers.Node.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The programs that an image holds, its layers laid over each other.
 *
 * @param files sorted by path
 * @param started what a container of this image runs first, link by link and script by script resolved to a program
 * @param faults why clients could not unpack these layers, or would not unpack what the config promises
 */
public record Binaries(List<Binary> files, Started started, ReachablePrograms reached, List<String> faults) {
    /** Where nothing but the files is known. */
    public Binaries(List<Binary> files, Started started) {
        this(files, started, ReachablePrograms.among(files, started), List.of());
    }

    /** Where the layers can't be laid over each other. */
    public static Binaries faulty(List<String> faults) {
        Started unknown = Started.unknown(faults.get(0));
        return new Binaries(List.of(), unknown, ReachablePrograms.among(List.of(), unknown), List.copyOf(faults));
    }

    /**
     * @param path absolute
     * @param header empty where the file begins like ELF but no kernel accepts it
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
        return of(root, started, ReachablePrograms.among(List.of(), started));
    }

    /** @throws LayerException if links lead on for too long to follow them all */
    public static Binaries of(RootFs root, ImageConfig.Start start) throws LayerException {
        Started started = new Entrypoint(root, start).find();
        Binaries found = of(root, started, ReachablePrograms.in(root, start, started));
        if (root.isExhausted()) {
            throw new LayerException("its links form too long a chain");
        }
        return found;
    }

    private static Binaries of(RootFs root, Started started, ReachablePrograms reached) {
        List<Binary> files = new ArrayList<>();
        root.nodes().forEach((path, node) -> {
            if (node.kind() == Kind.ELF || node.kind() == Kind.BROKEN_ELF) {
                files.add(new Binary("/" + path, node.elf(), node.executable()));
            }
        });
        return new Binaries(files, started, reached, List.of());
    }
}
