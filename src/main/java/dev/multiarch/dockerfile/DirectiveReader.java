package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The directives at the head of a file: they end at the first other line. */
final class DirectiveReader {
    private static final Pattern FORM = Pattern.compile(
            "([a-zA-Z][a-zA-Z0-9]*)[\\t\\n\\f\\r ]*=[\\t\\n\\f\\r ]*(.+?)[\\t\\n\\f\\r ]*", Pattern.DOTALL);
    private static final Set<String> NAMES = Set.of("syntax", "escape", "check");

    private final List<Directive> found = new ArrayList<>();
    private boolean done;
    private char escape = '\\';

    /**
     * @param line without white space in front of it
     * @return whether it is a directive
     * @throws FormatException if it is there already, or its value can't be
     */
    boolean read(String line, int number) {
        if (done) {
            return false;
        }
        Optional<Directive> directive = parse(line, number);
        if (directive.isEmpty()) {
            done = true;
            return false;
        }
        String name = directive.get().name();
        if (found.stream().anyMatch(each -> each.name().equals(name))) {
            throw new FormatException("only one " + name + " parser directive can be used");
        }
        found.add(directive.get());
        if (name.equals("escape")) {
            setEscape(directive.get().value());
        }
        return true;
    }

    private static Optional<Directive> parse(String line, int number) {
        if (!line.startsWith("#")) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(line.substring(Spaces.skip(line, 1)));
        if (!form.matches()) {
            return Optional.empty();
        }
        String name = form.group(1).toLowerCase(Locale.ROOT);
        return NAMES.contains(name) ? Optional.of(new Directive(name, form.group(2), number)) : Optional.empty();
    }

    private void setEscape(String value) {
        if (!value.equals("\\") && !value.equals("`")) {
            throw new FormatException("the escape directive is \"" + value + "\", expected \\ or `");
        }
        escape = value.charAt(0);
    }

    List<Directive> found() {
        return List.copyOf(found);
    }

    /** What continues a line and escapes a character. */
    char escape() {
        return escape;
    }
}
