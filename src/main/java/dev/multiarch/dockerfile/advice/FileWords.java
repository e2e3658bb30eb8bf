package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Expansion;
import dev.multiarch.text.FormatException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What words of instructions come to, where BuildKit expands them. */
final class FileWords {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)([^{}$]{0,500})\\})");

    private FileWords() {}

    /** @param values of the variables; others may come with the base image, and are not known */
    static Value of(String raw, char escape, Map<String, Value> values) {
        Value all = Value.of("");
        Matcher variable = VARIABLE.matcher(raw);
        int at = 0;
        while (variable.find()) {
            all = all.plus(Value.of(plain(raw.substring(at, variable.start()), escape)));
            String name = Optional.ofNullable(variable.group(1)).orElseGet(() -> variable.group(2));
            boolean modified = variable.group(3) != null && !variable.group(3).isEmpty();
            Value value = values.getOrDefault(name, Value.unknown());
            all = all.plus(modified ? modified(variable.group(), escape, name, value) : value);
            at = variable.end();
        }
        return all.plus(Value.of(plain(raw.substring(at), escape)));
    }

    private static Value modified(String raw, char escape, String name, Value value) {
        if (!value.isKnown()) {
            return value;
        }
        try {
            String then = Expansion.of(
                            raw, escape, each -> each.equals(name) ? Optional.of(value.text()) : Optional.empty())
                    .text();
            return value.changed(text -> then);
        } catch (FormatException refused) {
            return Value.unknown();
        }
    }

    /** Without quotes and escapes. */
    private static String plain(String raw, char escape) {
        var text = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == escape && i + 1 < raw.length()) {
                text.append(raw.charAt(++i));
            } else if (c != '"' && c != '\'') {
                text.append(c);
            }
        }
        return text.toString();
    }
}
