package dev.multiarch.policy.yaml;

import dev.multiarch.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Takes values out of a tree, strictly: what is of another kind becomes a problem that says what was found, what was
 * expected, and what to type. An empty result means that a problem was reported, here or when the file was read.
 */
public final class Values {
    private static final List<String> YES = List.of("yes", "on", "y");
    private static final List<String> NO = List.of("no", "off", "n");

    private final Problems problems;
    private final RegexBudget effort;

    /** For what holds no expression. */
    public Values(Problems problems) {
        this(problems, new RegexBudget());
    }

    /** @param effort of all expressions of the call */
    public Values(Problems problems, RegexBudget effort) {
        this.problems = problems;
        this.effort = effort;
    }

    /** Shared by all expressions of the call. */
    public RegexBudget effort() {
        return effort;
    }

    /** @param expected what the text means, for messages: {@code a name}, {@code a platform such as linux/arm64} */
    public Optional<String> text(Yaml value, String expected) {
        return text(value, expected, quoted -> true);
    }

    /** @param good whether a text is one that the format takes: nobody is asked to quote what is refused with quotes too */
    public Optional<String> text(Yaml value, String expected, Predicate<String> good) {
        if (value instanceof Yaml.Scalar scalar && !scalar.isNothing()) {
            if (!scalar.isNumber() && !scalar.isFlag()) {
                return Optional.of(scalar.text());
            }
            String fix = "Put it in quotes: \"" + Problems.clipped(scalar.text()) + "\"";
            return wrong(value, expected, good.test(scalar.text()) ? fix : "");
        }
        return wrong(value, expected, "");
    }

    /** {@code true} and {@code false} alone: other spellings mean other things to other readers of YAML. */
    public Optional<Boolean> flag(Yaml value) {
        if (value instanceof Yaml.Scalar scalar && scalar.plain()) {
            String text = scalar.text();
            if (text.equals("true") || text.equals("false")) {
                return Optional.of(text.equals("true"));
            }
            String lower = text.toLowerCase(Locale.ROOT);
            if (YES.contains(lower) || lower.equals("true")) {
                return wrong(value, "true or false", "Did you mean true?");
            }
            if (NO.contains(lower) || lower.equals("false")) {
                return wrong(value, "true or false", "Did you mean false?");
            }
        }
        return wrong(value, "true or false", "");
    }

    public Optional<Yaml.Mapping> mapping(Yaml value, String expected) {
        return value instanceof Yaml.Mapping mapping ? Optional.of(mapping) : wrong(value, expected, "");
    }

    /** The items of a list; a single value without brackets is none. */
    public Optional<List<Yaml>> list(Yaml value, String expected) {
        return value instanceof Yaml.Sequence list ? Optional.of(list.items()) : wrong(value, expected, "");
    }

    /** The texts of a list, without values of other kinds. */
    public Optional<List<Text>> texts(Yaml value, String expected, String item) {
        return list(value, expected).map(items -> {
            List<Text> texts = new ArrayList<>();
            for (Yaml each : items) {
                text(each, item).ifPresent(text -> texts.add(new Text(each.place(), text)));
            }
            return texts;
        });
    }

    /** A text of a list and its place. */
    public record Text(Place place, String text) {}

    /** Complains of every key but these; {@code where} is empty at the root. */
    public void onlyKeys(Yaml.Mapping mapping, String where, Collection<String> known) {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                unknown(entry.keyPlace(), "key", key, where.isEmpty() ? "" : " under " + where, known);
            }
        });
    }

    /** Complains of an unknown word. */
    public void unknown(Place place, String what, String word, String where, Collection<String> known) {
        String hint = problems.isFull() ? "" : ". " + Nearest.hint(word, known);
        problems.add(place, "unknown " + what + " " + Problems.quoted(word) + where + hint);
    }

    /** Complains of a value that is not what was expected, and of nothing that was complained of before. */
    public <T> Optional<T> wrong(Yaml value, String expected, String fix) {
        if (!(value instanceof Yaml.Broken)) {
            String found = "expected " + expected + ", found " + value.described();
            problems.add(value.place(), fix.isEmpty() ? found : found + ". " + fix);
        }
        return Optional.empty();
    }

    public void problem(Place place, String message) {
        problems.add(place, message);
    }
}
