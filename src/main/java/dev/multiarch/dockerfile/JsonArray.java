package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON form of arguments: {@code ["a", "b"]}. Anything else is a shell's word such as {@code [ -e x ]}. */
final class JsonArray {
    private static final int DEEPEST = 1_000;
    private static final String NUMBER = "-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?";

    private final String line;
    private int at;

    private JsonArray(String line, int from) {
        this.line = line;
        this.at = from;
    }

    /** No JSON. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;
    }

    /**
     * Empty where it is not a JSON array.
     *
     * @throws FormatException if it is one, but not of strings alone
     */
    static Optional<List<Word>> read(String line, int from) {
        int start = Spaces.skip(line, from);
        if (!line.startsWith("[", start)) {
            return Optional.empty();
        }
        var reader = new JsonArray(line, start);
        List<Word> words = new ArrayList<>();
        try {
            boolean strings = reader.array(words, 0);
            reader.blanks();
            if (reader.at < line.length()) {
                return Optional.empty();
            }
            if (!strings) {
                throw new FormatException(
                        "when using JSON array syntax, arrays must be comprised of strings only. Fix: quote each");
            }
            return Optional.of(words);
        } catch (Malformed malformed) {
            return Optional.empty();
        }
    }

    /** @return whether all its values are strings, which are added */
    private boolean array(List<Word> strings, int depth) throws Malformed {
        require('[');
        boolean all = true;
        blanks();
        if (accept(']')) {
            return true;
        }
        do {
            blanks();
            all &= value(strings, depth);
            blanks();
        } while (accept(','));
        require(']');
        return all;
    }

    private boolean value(List<Word> strings, int depth) throws Malformed {
        if (depth > DEEPEST || at == line.length()) {
            throw new Malformed();
        }
        char c = line.charAt(at);
        if (c == '"') {
            int start = at + 1;
            String value = string();
            strings.add(new Word(value, start, at - 1));
            return true;
        }
        if (c == '[') {
            array(new ArrayList<>(), depth + 1);
        } else if (c == '{') {
            object(depth + 1);
        } else {
            literal();
        }
        return false;
    }

    private void object(int depth) throws Malformed {
        require('{');
        blanks();
        if (accept('}')) {
            return;
        }
        do {
            blanks();
            string();
            blanks();
            require(':');
            blanks();
            value(new ArrayList<>(), depth);
            blanks();
        } while (accept(','));
        require('}');
    }

    private void literal() throws Malformed {
        int start = at;
        while (at < line.length() && ",]} \t\r\n".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        String word = line.substring(start, at);
        if (!List.of("true", "false", "null").contains(word) && !(word.length() < 1_000 && word.matches(NUMBER))) {
            throw new Malformed();
        }
    }

    private String string() throws Malformed {
        require('"');
        var value = new StringBuilder();
        while (!accept('"')) {
            if (at == line.length() || line.charAt(at) < ' ') {
                throw new Malformed();
            }
            char c = line.charAt(at++);
            value.append(c == '\\' ? escaped() : Character.toString(c));
        }
        return value.toString();
    }

    private String escaped() throws Malformed {
        if (at == line.length()) {
            throw new Malformed();
        }
        char c = line.charAt(at++);
        int known = "\"\\/bfnrt".indexOf(c);
        if (known >= 0) {
            return "\"\\/\b\f\n\r\t".substring(known, known + 1);
        }
        int end = at + 4;
        if (c != 'u' || end > line.length() || !line.substring(at, end).matches("[0-9A-Fa-f]{4}")) {
            throw new Malformed();
        }
        int code = Integer.parseInt(line.substring(at, end), 16);
        at = end;
        return Character.toString((char) code);
    }

    private void blanks() {
        while (at < line.length() && " \t\r\n".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean accept(char c) {
        boolean there = at < line.length() && line.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void require(char c) throws Malformed {
        if (!accept(c)) {
            throw new Malformed();
        }
    }
}
