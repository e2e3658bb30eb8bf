package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A variable in a word, with whatever is done to its value. */
final class Substitution {
    private final Expansion expansion;
    private final Cursor cursor;
    private final Function<String, Optional<String>> values;
    private final boolean keepsUnset;
    private final Set<String> set = new LinkedHashSet<>();
    private final Set<String> unset = new LinkedHashSet<>();

    /** @param expansion that reads the words within braces */
    Substitution(Expansion expansion, Cursor cursor, Function<String, Optional<String>> values, boolean keepsUnset) {
        this.expansion = expansion;
        this.cursor = cursor;
        this.values = values;
        this.keepsUnset = keepsUnset;
    }

    /** Those that had a value. */
    Set<String> set() {
        return set;
    }

    Set<String> unset() {
        return unset;
    }

    /** What the dollar sign that comes next is replaced by. */
    String read() {
        cursor.next();
        if (cursor.peek() != '{') {
            String name = name();
            Optional<String> value = name.isEmpty() ? Optional.of("$") : value(name);
            return value.orElse(keepsUnset ? "$" + name : "");
        }
        cursor.next();
        int first = cursor.peek();
        if (first == Cursor.END) {
            throw new FormatException("syntax error: missing '}'");
        }
        if (first == '{' || first == '}' || first == ':') {
            throw new FormatException("syntax error: bad substitution");
        }
        String name = name();
        int modifier = cursor.next();
        if (modifier == '}') {
            return value(name).orElse(keepsUnset ? "${" + name + "}" : "");
        }
        if (modifier == '/') {
            return replaced(name);
        }
        boolean colon = modifier == ':';
        return modified(name, colon ? cursor.next() : modifier, colon);
    }

    private String modified(String name, int modifier, boolean emptyIsUnset) {
        String written = (emptyIsUnset ? ":" : "") + (modifier == Cursor.END ? "" : Character.toString(modifier));
        boolean pattern = modifier == '#' || modifier == '%';
        if ("+-?#%".indexOf(modifier) < 0 || pattern && emptyIsUnset) {
            throw new FormatException("unsupported modifier (" + written + ") in substitution");
        }
        String word = expansion.upTo('}', pattern, pattern, new WordSplitter());
        Optional<String> value = value(name);
        if (value.isEmpty() && keepsUnset) {
            return "${" + name + written + word + "}";
        }
        Optional<String> present = value.filter(text -> !emptyIsUnset || !text.isEmpty());
        return switch (modifier) {
            case '-' -> present.orElse(word);
            case '+' -> present.isPresent() ? word : "";
            case '?' ->
                present.orElseThrow(() -> new FormatException(name + ": "
                        + (word.isEmpty() ? "is not allowed to be " + (value.isEmpty() ? "unset" : "empty") : word)));
            default -> trimmed(value.orElse(""), modifier, word);
        };
    }

    private static String trimmed(String value, int modifier, String word) {
        boolean longest = !word.isEmpty() && word.charAt(0) == modifier;
        var pattern = ValuePattern.of(longest ? word.substring(1) : word);
        return modifier == '#' ? pattern.withoutPrefix(value, longest) : pattern.withoutSuffix(value, longest);
    }

    private String replaced(String name) {
        boolean all = cursor.peek() == '/';
        if (all) {
            cursor.next();
        }
        String pattern = expansion.upTo('/', true, true, new WordSplitter());
        String replacement = expansion.upTo('}', true, false, new WordSplitter());
        Optional<String> value = value(name);
        if (value.isEmpty() && keepsUnset) {
            return "${" + name + "/" + pattern + "/" + replacement + "}";
        }
        return ValuePattern.of(pattern).replace(value.orElse(""), replacement, all);
    }

    /** Letters, digits and underscores; or digits alone; or one of the shell's own. */
    private String name() {
        int start = cursor.at();
        int first = cursor.peek();
        if (first != Cursor.END && Character.isDigit(first)) {
            while (cursor.peek() != Cursor.END && Character.isDigit(cursor.peek())) {
                cursor.next();
            }
        } else if (first != Cursor.END && "@*#?-$!0".indexOf(first) >= 0) {
            cursor.next();
        } else {
            while (cursor.peek() != Cursor.END && (Character.isLetterOrDigit(cursor.peek()) || cursor.peek() == '_')) {
                cursor.next();
            }
        }
        return cursor.since(start);
    }

    private Optional<String> value(String name) {
        Optional<String> value = values.apply(name);
        (value.isPresent() ? set : unset).add(name);
        return value;
    }
}
