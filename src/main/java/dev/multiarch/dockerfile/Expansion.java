package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Quotes and variables of a word, as BuildKit treats them ({@code frontend/dockerfile/shell}): {@code $name}, {@code ${name}},
 * with {@code :-}, {@code -}, {@code :+}, {@code +}, {@code :?}, {@code ?}, {@code #}, {@code ##}, {@code %}, {@code %%},
 * {@code /} and {@code //}.
 */
public final class Expansion {
    /** Of {@code ${a:-${b:-…}}}. */
    private static final int DEEPEST = 100;

    /** Variables that name each other twice grow with each line. */
    private static final int LONGEST = 1 << 16;

    /** What stays as it is. */
    enum Keep {
        QUOTES,
        ESCAPES,
        UNSET
    }

    /**
     * @param words what it is split into at white space
     * @param unset variables without a value
     */
    public record Expanded(String text, List<String> words, Set<String> set, Set<String> unset) {}

    private final Cursor cursor;
    private final int escape;
    private final Substitution substitution;
    private final boolean keepsQuotes;
    private boolean keepsEscapes;
    private int depth;

    private Expansion(Cursor cursor, int escape, Function<String, Optional<String>> values, Set<Keep> keep) {
        this.cursor = cursor;
        this.escape = escape;
        this.substitution = new Substitution(this, cursor, values, keep.contains(Keep.UNSET));
        this.keepsQuotes = keep.contains(Keep.QUOTES);
        this.keepsEscapes = keep.contains(Keep.ESCAPES);
    }

    /** @throws FormatException if a quote or a brace is not closed, or a substitution is none */
    public static Expanded of(String text, char escape, Function<String, Optional<String>> values) {
        return of(text, escape, values, Set.of());
    }

    static Expanded of(String text, char escape, Function<String, Optional<String>> values, Set<Keep> keep) {
        var expansion = new Expansion(new Cursor(text), escape, values, keep);
        var words = new WordSplitter();
        String whole = expansion.upTo(Cursor.END, expansion.keepsEscapes, false, words);
        return new Expanded(whole, words.words(), expansion.substitution.set(), expansion.substitution.unset());
    }

    /** @param pattern whether an escape in quotes is kept for {@link ValuePattern} */
    String upTo(int stop, boolean escapes, boolean pattern, WordSplitter words) {
        boolean before = keepsEscapes;
        keepsEscapes = escapes;
        if (++depth > DEEPEST) {
            throw new FormatException("substitutions are nested deeper than " + DEEPEST + " levels");
        }
        var result = new StringBuilder();
        while (cursor.peek() != Cursor.END) {
            int c = cursor.peek();
            if (stop != Cursor.END && c == stop) {
                cursor.next();
                depth--;
                keepsEscapes = before;
                return result.toString();
            }
            piece(c, pattern, result, words);
            requireShort(result);
        }
        if (stop != Cursor.END) {
            throw new FormatException("syntax error: missing '" + Character.toString(stop) + "'");
        }
        return result.toString();
    }

    static void requireShort(StringBuilder result) {
        if (result.length() > LONGEST) {
            throw new FormatException("what it expands to is longer than 64 KiB");
        }
    }

    private void piece(int c, boolean pattern, StringBuilder result, WordSplitter words) {
        if (c == '$') {
            String value = substitution.read();
            result.append(value);
            words.add(value);
        } else if (c == '\'' || c == '"' || c == '<') {
            String raw = c == '<' ? heredoc() : c == '"' ? doubleQuoted(pattern) : singleQuoted(pattern);
            result.append(raw);
            words.addRaw(raw);
        } else if (cursor.next() == escape) {
            String kept = keepsEscapes ? Character.toString(c) : "";
            int escaped = cursor.next();
            String both = kept + (escaped == Cursor.END ? "" : Character.toString(escaped));
            result.append(both);
            words.addRaw(both);
        } else {
            result.appendCodePoint(c);
            words.add(Character.toString(c));
        }
    }

    private String singleQuoted(boolean pattern) {
        var result = new StringBuilder();
        int quote = cursor.next();
        if (keepsQuotes) {
            result.appendCodePoint(quote);
        }
        while (true) {
            int c = cursor.next();
            if (c == Cursor.END) {
                throw new FormatException("unexpected end of statement while looking for matching single-quote");
            }
            if (c == '\'') {
                return keepsQuotes ? result.append('\'').toString() : result.toString();
            }
            result.append(pattern && c == escape ? Character.toString(c) : "").appendCodePoint(c);
        }
    }

    private String doubleQuoted(boolean pattern) {
        var result = new StringBuilder();
        int quote = cursor.next();
        if (keepsQuotes) {
            result.appendCodePoint(quote);
        }
        while (true) {
            int c = cursor.peek();
            if (c == Cursor.END) {
                throw new FormatException("unexpected end of statement while looking for matching double-quote");
            }
            requireShort(result);
            if (c == '$') {
                result.append(substitution.read());
                continue;
            }
            cursor.next();
            if (c == '"') {
                return keepsQuotes ? result.append('"').toString() : result.toString();
            }
            if (c == escape) {
                int escaped = cursor.peek();
                if (escaped == Cursor.END) {
                    continue;
                }
                boolean takesEscape = escaped == '"' || escaped == '$' || escaped == escape;
                if (keepsEscapes && (takesEscape || !keepsQuotes || pattern)) {
                    result.appendCodePoint(c);
                }
                result.appendCodePoint(takesEscape ? cursor.next() : c);
                continue;
            }
            result.appendCodePoint(c);
        }
    }

    /** White space between {@code <<} and the name does not end the word. */
    private String heredoc() {
        cursor.next();
        if (cursor.peek() != '<') {
            return "<";
        }
        cursor.next();
        int start = cursor.at();
        while (cursor.peek() == '\t' || cursor.peek() == '\r' || cursor.peek() == ' ') {
            cursor.next();
        }
        return "<<" + cursor.since(start);
    }
}
