package dev.multiarch.image.layers;

import dev.multiarch.image.ElfHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is at a path, as far as it matters for what runs.
 *
 * @param executable whether anybody may execute it
 * @param text a link's target; a script's first line without {@code #!}, and in a line each the paths that the script
 *     mentions; empty for everything else
 */
public record Node(Kind kind, boolean executable, Optional<ElfHeader> elf, String text) {
    public enum Kind {
        DIRECTORY,
        PLAIN,
        ELF,
        /** Begins as ELF does, but no kernel accepts it. */
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

    /** Scripts that start programs by a path name few of them. */
    private static final int MOST_MENTIONS = 64;

    private static final Pattern MENTION = Pattern.compile("[A-Za-z0-9._+@-]{0,64}/[A-Za-z0-9._+@/-]{1,200}");

    /** A script's first line without {@code #!}. */
    String line() {
        return text.lines().findFirst().orElse("");
    }

    /** The paths in a script's text. */
    List<String> mentions() {
        return text.lines().skip(1).toList();
    }

    /** Whether the text that follows the first line is of interest. */
    static boolean isScript(byte[] first, int length, boolean executable) {
        return executable && length > 2 && first[0] == '#' && first[1] == '!';
    }

    /** Of a regular file that begins so. */
    static Node file(byte[] first, int length, boolean executable) {
        if (ElfHeader.hasMagic(first, length)) {
            Optional<ElfHeader> header = ElfHeader.read(first, length);
            return new Node(header.isPresent() ? Kind.ELF : Kind.BROKEN_ELF, executable, header, "");
        }
        if (isScript(first, length, executable)) {
            int end = 2;
            while (end < length && end < LONGEST_LINE && first[end] != '\n') {
                end++;
            }
            String line = new String(first, 2, end - 2, StandardCharsets.UTF_8).replace('\r', ' ');
            String body = new String(first, end, length - end, StandardCharsets.ISO_8859_1);
            String mentions = MENTION.matcher(body)
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .limit(MOST_MENTIONS)
                    .collect(Collectors.joining("\n"));
            String text = mentions.isEmpty() ? line.strip() : line.strip() + "\n" + mentions;
            return new Node(Kind.SCRIPT, true, Optional.empty(), text);
        }
        return executable ? PLAIN_EXECUTABLE : PLAIN;
    }
}
