package dev.multiarch.policy.rules;

import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands as policies write them: the words of one, or a mapping that says what is expected of it too. */
final class SmokeTests {
    /** Compares platforms. */
    static final String SAME = "same-output";

    private static final String RUN = "run";
    private static final String ARGUMENTS = "arguments";
    private static final List<String> KEYS =
            List.of(RUN, ARGUMENTS, "exit-code", "output", "time-limit", "environment", SAME);
    private static final String EXAMPLE = "a list of words such as [/app, --version]";
    private static final String EXIT = "an exit code from 0 to 255";
    private static final int LARGEST_EXIT = 255;
    private static final int MOST = 20;
    private static final int LONGEST = 4_000;
    private static final Duration LONGEST_LIMIT = Duration.ofHours(1);
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,127}";

    private SmokeTests() {}

    static Optional<List<SmokeTest>> read(Yaml value, Yaml.Mapping siblings, Values values) {
        Optional<List<Yaml>> items = values.list(value, "a list of commands such as [[/app, --version]]");
        if (items.isEmpty() || items.get().isEmpty()) {
            return Optional.empty();
        }
        if (items.get().size() > MOST) {
            values.problem(
                    value.place(),
                    "these are " + items.get().size() + " commands, and at most " + MOST + " can be run");
            return Optional.empty();
        }
        List<SmokeTest> tests = new ArrayList<>();
        items.get().forEach(item -> one(item, values).ifPresent(tests::add));
        return tests.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(tests));
    }

    private static Optional<SmokeTest> one(Yaml item, Values values) {
        if (item instanceof Yaml.Sequence) {
            return words(item, values)
                    .map(words -> new SmokeTest(
                            new SmokeCommand(false, words, Map.of(), SmokeCommand.USUAL_LIMIT),
                            0,
                            Optional.empty(),
                            false));
        }
        return values.mapping(item, EXAMPLE + ", or a mapping with the key run or arguments")
                .flatMap(mapping -> one(mapping, values));
    }

    private static Optional<SmokeTest> one(Yaml.Mapping mapping, Values values) {
        values.onlyKeys(mapping, "image.smoke", KEYS);
        boolean both = mapping.get(RUN).isPresent() && mapping.get(ARGUMENTS).isPresent();
        Optional<Yaml> given = mapping.get(RUN).or(() -> mapping.get(ARGUMENTS));
        if (both || given.isEmpty()) {
            values.problem(
                    mapping.place(),
                    "expected the key run (a command) or arguments (of the image's own entrypoint) here, found "
                            + (both ? "both" : "neither"));
            return Optional.empty();
        }
        boolean ofEntrypoint = mapping.get(ARGUMENTS).isPresent();
        Optional<List<String>> words = ofEntrypoint ? texts(given.get(), values) : words(given.get(), values);
        int exit = mapping.get("exit-code").flatMap(code -> exit(code, values)).orElse(0);
        Duration limit = mapping.get("time-limit")
                .flatMap(text -> limit(text, mapping, values))
                .orElse(SmokeCommand.USUAL_LIMIT);
        Map<String, String> environment = mapping.get("environment")
                .map(value -> environment(value, values))
                .orElse(Map.of());
        Optional<SmokeOutput> output = mapping.get("output").flatMap(value -> SmokeOutput.read(value, values));
        boolean same = mapping.get(SAME).flatMap(values::flag).orElse(false);
        return words.map(
                all -> new SmokeTest(new SmokeCommand(ofEntrypoint, all, environment, limit), exit, output, same));
    }

    private static Optional<List<String>> words(Yaml value, Values values) {
        Optional<List<String>> words = texts(value, values);
        if (words.filter(all -> all.isEmpty() || all.get(0).isEmpty()).isPresent()) {
            values.problem(value.place(), "expected " + EXAMPLE + ", found no program");
            return Optional.empty();
        }
        return words;
    }

    private static Optional<List<String>> texts(Yaml value, Values values) {
        return values.texts(value, EXAMPLE, "a word").map(texts -> {
            List<String> words = new ArrayList<>();
            for (Values.Text text : texts) {
                if (text.text().indexOf('\0') >= 0) {
                    values.problem(text.place(), "a word of a command can't hold the character NUL");
                }
                words.add(text.text());
            }
            if (words.stream().mapToInt(String::length).sum() > LONGEST) {
                values.problem(value.place(), "the command is longer than " + LONGEST + " characters");
            }
            return words;
        });
    }

    private static Optional<Integer> exit(Yaml value, Values values) {
        boolean good = value instanceof Yaml.Scalar scalar
                && scalar.plain()
                && scalar.text().matches("[0-9]{1,3}")
                && Integer.parseInt(scalar.text()) <= LARGEST_EXIT;
        return good ? Optional.of(Integer.valueOf(((Yaml.Scalar) value).text())) : values.wrong(value, EXIT, "");
    }

    private static Optional<Duration> limit(Yaml value, Yaml.Mapping siblings, Values values) {
        return Settings.text("a duration such as 10s", Durations::parse)
                .read(value, siblings, values)
                .filter(limit -> {
                    boolean good = !limit.isZero() && limit.compareTo(LONGEST_LIMIT) <= 0;
                    if (!good) {
                        values.problem(
                                value.place(), "expected a duration from 1s to 1h, found " + Durations.print(limit));
                    }
                    return good;
                });
    }

    private static Map<String, String> environment(Yaml value, Values values) {
        Map<String, String> variables = new LinkedHashMap<>();
        values.mapping(value, "variables such as {LANG: C}")
                .ifPresent(mapping -> mapping.entries().forEach((name, entry) -> {
                    if (!name.matches(NAME)) {
                        values.problem(entry.keyPlace(), "expected the name of a variable, such as LANG");
                    }
                    values.text(entry.value(), "a text").ifPresent(text -> {
                        if (text.chars().anyMatch(Character::isISOControl) || text.length() > LONGEST) {
                            values.problem(
                                    entry.value().place(),
                                    "a variable can't hold line breaks or control characters here, nor more than "
                                            + LONGEST + " characters");
                        }
                        variables.put(name, text);
                    });
                }));
        return variables;
    }

    static Shape shape() {
        Shape words = new Shape.Lists(Shape.Text.any("a word of the command"));
        Map<String, Shape> keys = new HashMap<>();
        keys.put(RUN, words);
        keys.put(ARGUMENTS, words);
        keys.put("exit-code", new Shape.Number(true, 0, EXIT));
        keys.put("output", SmokeOutput.SHAPE);
        keys.put("time-limit", Shape.DURATION);
        keys.put("environment", new Shape.AnyKey(Shape.Text.any("the value of a variable")));
        keys.put(SAME, Shape.FLAG);
        return new Shape.Lists(Shape.Either.of(words, new Shape.Keys(keys, 1)));
    }
}
