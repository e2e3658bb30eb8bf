package dev.multiarch.image.layers;

import dev.multiarch.image.ElfHeader;
import java.util.Optional;

/**
 * What lies at a path, as far as it matters for what runs.
 *
 * @param executable whether anybody may execute it
 * @param text a link's target, a script's first line without {@code #!}; empty for everything else
 */
public record Node(Kind kind, boolean executable, Optional<ElfHeader> elf, String text) {
    public enum Kind {
        DIRECTORY,
        PLAIN,
        ELF,
        /** Begins as ELF does, and is none that a kernel would take. */
        BROKEN_ELF,
        SCRIPT,
        SYMLINK,
        /** To a path of a lower layer; those of the same layer are what they point to. */
        HARD_LINK
    }

    static final Node DIRECTORY = new Node(Kind.DIRECTORY, false, Optional.empty(), "");
    static final Node PLAIN = new Node(Kind.PLAIN, false, Optional.empty(), "");
    static final Node PLAIN_EXECUTABLE = new Node(Kind.PLAIN, true, Optional.empty(), "");

    static Node link(Kind kind, String target) {
        return new Node(kind, false, Optional.empty(), target);
    }

    private static final int LONGEST_LINE = 255;

    /** Of a regular file that begins so. */
    static Node file(byte[] first, int length, boolean executable) {
        if (ElfHeader.hasMagic(first, length)) {
            Optional<ElfHeader> header = ElfHeader.read(first, length);
            return new Node(header.isPresent() ? Kind.ELF : Kind.BROKEN_ELF, executable, header, "");
        }
        if (executable && length > 2 && first[0] == '#' && first[1] == '!') {
            int end = 2;
            while (end < length && end < LONGEST_LINE && first[end] != '\n') {
                end++;
            }
            String line = new String(first, 2, end - 2, java.nio.charset.StandardCharsets.UTF_8);
            return new Node(Kind.SCRIPT, true, Optional.empty(), line.strip());
        }
        return executable ? PLAIN_EXECUTABLE : PLAIN;
    }
}
