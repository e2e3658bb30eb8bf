package dev.multiarch.policy.rules;

import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What is asked of the text under one key.
 *
 * @param expected as messages say it
 * @param present whether there must be such a key, or must not
 */
record TextCheck(String expected, boolean present, Optional<String> equal, Optional<Expression> expression) {
    private static final List<String> KEYS = List.of("equals", "matches", "present");
    private static final int LONGEST_PATTERN = 500;

    static final Shape SHAPE = new Shape.AnyKey(Shape.Either.of(
            Settings.only("equals", Shape.Text.any("the text that it must be")),
            Settings.only("matches", Shape.Text.any("a regular expression of the whole text")),
            Settings.only("present", Shape.FLAG)));

    enum Result {
        FITS,
        DIFFERS,
        /** The expression takes too long on this text, so nothing is known. */
        TOO_HARD
    }

    Result judge(Optional<String> found) {
        if (found.isEmpty() || !present) {
            return found.isPresent() == present ? Result.FITS : Result.DIFFERS;
        }
        if (equal.isPresent()) {
            return equal.equals(found) ? Result.FITS : Result.DIFFERS;
        }
        if (expression.isEmpty()) {
            return Result.FITS;
        }
        return expression
                .get()
                .matches(found.get())
                .map(fits -> fits ? Result.FITS : Result.DIFFERS)
                .orElse(Result.TOO_HARD);
    }

    /** {@code key: {equals: text}}, {@code {matches: expression}} or {@code {present: true}}, for one key or more. */
    static Optional<Map<String, TextCheck>> read(Yaml value, Yaml.Mapping siblings, Values values) {
        return values.mapping(value, "a mapping of keys, each with equals, matches or present")
                .map(mapping -> {
                    Map<String, TextCheck> checks = new LinkedHashMap<>();
                    mapping.entries()
                            .forEach((key, entry) ->
                                    one(key, entry.value(), values).ifPresent(check -> checks.put(key, check)));
                    return checks;
                })
                .filter(checks -> !checks.isEmpty());
    }

    static Optional<TextCheck> one(String key, Yaml value, Values values) {
        String one = "one of equals, matches and present, such as {present: true}";
        return values.mapping(value, one).flatMap(mapping -> {
            values.onlyKeys(mapping, key, KEYS);
            if (mapping.entries().keySet().stream().filter(KEYS::contains).count() != 1) {
                values.problem(
                        value.place(),
                        "expected " + one + ", found " + mapping.entries().size() + " of them");
                return Optional.empty();
            }
            Optional<TextCheck> equal = mapping.get("equals")
                    .flatMap(text -> values.text(text, "a text"))
                    .map(text -> new TextCheck("\"" + text + "\"", true, Optional.of(text), Optional.empty()));
            Optional<TextCheck> present = mapping.get("present")
                    .flatMap(values::flag)
                    .map(on -> new TextCheck(on ? "any text" : "none", on, Optional.empty(), Optional.empty()));
            return equal.or(() -> present).or(() -> mapping.get("matches").flatMap(text -> pattern(text, values)));
        });
    }

    private static Optional<TextCheck> pattern(Yaml value, Values values) {
        return values.text(value, "a regular expression such as \"[0-9a-f]{40}\"")
                .flatMap(text -> {
                    if (text.length() > LONGEST_PATTERN) {
                        values.problem(
                                value.place(),
                                "expected a regular expression of at most " + LONGEST_PATTERN + " characters, found "
                                        + text.length());
                        return Optional.empty();
                    }
                    try {
                        String expected = "a text like " + text;
                        return Optional.of(new TextCheck(
                                expected,
                                true,
                                Optional.empty(),
                                Optional.of(new Expression(Pattern.compile(text), values.effort()))));
                    } catch (PatternSyntaxException e) {
                        values.problem(
                                value.place(),
                                "expected a regular expression of Java's, found one that is malformed: "
                                        + e.getDescription());
                        return Optional.empty();
                    } catch (StackOverflowError e) {
                        values.problem(value.place(), "the regular expression is nested too deeply");
                        return Optional.empty();
                    }
                });
    }
}
