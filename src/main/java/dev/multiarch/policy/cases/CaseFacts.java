package dev.multiarch.policy.cases;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Takes facts out of a case's mapping; what is wrong becomes a problem, and is as if it were not there. */
record CaseFacts(Yaml.Mapping tree, Values values) {
    private static final String UNKNOWN = "unknown";
    private static final String REFUSED = "refused";

    /** Nothing but absent keys, at the place of this one. */
    private CaseFacts nothing() {
        return new CaseFacts(new Yaml.Mapping(tree.place(), Map.of()), values);
    }

    boolean has(String key) {
        return tree.get(key).isPresent();
    }

    /** Of any scalar, numbers included: a case says what a document holds, and that is text. */
    Optional<String> text(String key) {
        return tree.get(key).flatMap(value -> scalar(value, "a text for " + key));
    }

    private Optional<String> scalar(Yaml value, String expected) {
        return value instanceof Yaml.Scalar scalar && !scalar.isNothing()
                ? Optional.of(scalar.text())
                : values.wrong(value, expected, "");
    }

    <T> Optional<T> parsed(String key, Function<String, T> parser) {
        return text(key).flatMap(text -> parsed(tree.get(key).orElseThrow(), text, parser));
    }

    private <T> Optional<T> parsed(Yaml value, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            values.problem(value.place(), Problems.quoted(text) + " can't be read: " + malformed.getMessage());
            return Optional.empty();
        }
    }

    /** A whole number from 0 to {@code most}. */
    int count(String key, int otherwise, int most) {
        return text(key)
                .map(text -> {
                    boolean good = text.matches("\\d{1,6}") && Integer.parseInt(text) <= most;
                    if (!good) {
                        values.wrong(tree.get(key).orElseThrow(), "a number from 0 to " + most, "");
                    }
                    return good ? Integer.parseInt(text) : otherwise;
                })
                .orElse(otherwise);
    }

    /** The value of a key; nothing if this is not a mapping. */
    CaseFacts at(String key) {
        return tree.get(key)
                .flatMap(value -> values.mapping(value, "a mapping for " + key))
                .map(mapping -> new CaseFacts(mapping, values))
                .orElseGet(this::nothing);
    }

    List<CaseFacts> items(String key) {
        List<CaseFacts> items = new ArrayList<>();
        for (Yaml item : tree.get(key)
                .flatMap(value -> values.list(value, "a list of " + key))
                .orElse(List.of())) {
            values.mapping(item, "a mapping").ifPresent(mapping -> items.add(new CaseFacts(mapping, values)));
        }
        return items;
    }

    <T> List<T> texts(String key, Function<String, T> parser) {
        List<T> texts = new ArrayList<>();
        for (Yaml item : tree.get(key)
                .flatMap(value -> values.list(value, "a list of " + key))
                .orElse(List.of())) {
            scalar(item, "a text").flatMap(text -> parsed(item, text, parser)).ifPresent(texts::add);
        }
        return texts;
    }

    CaseFacts only(String where, List<String> keys) {
        values.onlyKeys(tree, where, keys);
        return this;
    }

    /** {@code {unknown: why}} at a key, as the reason. */
    Optional<String> unknown(String key) {
        return without(key).flatMap(why -> why.text(UNKNOWN).or(() -> Optional.of("no reason is given")));
    }

    private Optional<CaseFacts> without(String key) {
        return tree.get(key)
                .filter(Yaml.Mapping.class::isInstance)
                .map(value -> at(key).only(key, List.of(UNKNOWN, REFUSED)));
    }

    /** What the case says; else {@code otherwise}. */
    <T> Fact<T> fact(String key, FactSource learnt, Fact<T> otherwise, Function<String, T> parser) {
        Optional<String> refused = without(key).flatMap(why -> why.text(REFUSED));
        if (refused.isPresent()) {
            return Fact.refused(refused.get(), learnt);
        }
        Optional<String> unknown = unknown(key);
        if (unknown.isPresent()) {
            return Fact.unknown(unknown.get());
        }
        return parsed(key, parser).map(value -> Fact.known(value, learnt)).orElse(otherwise);
    }
}
