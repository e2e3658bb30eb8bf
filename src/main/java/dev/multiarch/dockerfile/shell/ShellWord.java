package dev.multiarch.dockerfile.shell;

import java.util.List;
import java.util.Optional;

/**
 * A word of a script.
 *
 * @param start its offset in the script
 * @param end behind its last character
 */
public record ShellWord(int start, int end, List<Part> parts) {
    public ShellWord {
        parts = List.copyOf(parts);
    }

    public sealed interface Part {
        /** Whether quotes keep it from being split and matched as a pattern. */
        boolean quoted();
    }

    /** Without its quotes. */
    public record Text(String text, boolean quoted) implements Part {}

    /**
     * {@code $name}, or {@code ${name}} with what is done to its value.
     *
     * @param operator such as {@code :-}; empty where there is none
     * @param argument what follows the operator
     */
    public record Variable(String name, String operator, Optional<ShellWord> argument, boolean quoted)
            implements Part {}

    /** The output of commands. */
    public record Output(Script.Block commands, int start, boolean quoted) implements Part {}

    /** Arithmetic and the like, of which nothing is known. */
    public record Other(boolean quoted) implements Part {}

    /** The text of a word that is nothing but text. */
    public Optional<String> literal() {
        var text = new StringBuilder();
        for (Part part : parts) {
            if (!(part instanceof Text plain)) {
                return Optional.empty();
            }
            text.append(plain.text());
        }
        return Optional.of(text.toString());
    }

    /** Whether it is this word without quotes, as keywords have to be. */
    boolean is(String word) {
        return parts.size() == 1
                && parts.get(0) instanceof Text text
                && !text.quoted()
                && text.text().equals(word);
    }
}
