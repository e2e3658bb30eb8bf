package dev.multiarch.policy.read;

import dev.multiarch.policy.EffectiveOn;
import dev.multiarch.policy.OnUnknown;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How much each rule weighs: a policy's {@code defaults:} and {@code rules:}.
 *
 * @param places where a rule has a separate severity
 */
record SeveritySettings(Weight defaults, Map<String, Weight> rules, Map<String, Place> places) {
    private static final List<String> DEFAULTS = List.of("severity", "on-unknown");
    private static final List<String> KEYS = List.of("severity", "on-unknown", "effective-on");
    private static final List<String> SWITCHED_OFF =
            List.of("off", "no", "none", "false", "ignore", "never", "disable");

    record Weight(Optional<Severity> severity, Optional<OnUnknown> onUnknown, Optional<EffectiveOn> effectiveOn) {
        static final Weight NONE = new Weight(Optional.empty(), Optional.empty(), Optional.empty());
    }

    static SeveritySettings read(Yaml.Mapping root, List<String> ids, Values values) {
        Weight defaults = root.get("defaults")
                .map(value -> weight(value, "defaults", DEFAULTS, values))
                .orElse(Weight.NONE);
        Map<String, Weight> rules = new LinkedHashMap<>();
        Map<String, Place> places = new LinkedHashMap<>();
        root.get("rules")
                .flatMap(value -> values.mapping(value, "rule ids, each with its severity or on-unknown"))
                .ifPresent(mapping -> mapping.entries().forEach((id, entry) -> {
                    if (ids.contains(id)) {
                        rules.put(id, weight(entry.value(), "rules." + id, KEYS, values));
                        places.put(id, entry.keyPlace());
                    } else {
                        values.unknown(entry.keyPlace(), "rule", id, "", ids);
                    }
                }));
        return new SeveritySettings(defaults, rules, places);
    }

    /** @param ofRule whether it is one rule's, and not the defaults */
    static Shape shape(boolean ofRule) {
        Map<String, Shape> keys = new LinkedHashMap<>();
        keys.put("severity", Shape.Words.of(List.of(Severity.values())));
        keys.put("on-unknown", Shape.Words.of(List.of(OnUnknown.values())));
        if (ofRule) {
            String day = "\\d{4}-\\d{2}-\\d{2}";
            keys.put("effective-on", new Shape.Text(day + "(?:T.*)?", "a day such as 2026-12-31, in UTC"));
        }
        return new Shape.Keys(keys, 0);
    }

    private static Weight weight(Yaml value, String where, List<String> keys, Values values) {
        return values.mapping(value, "a mapping with severity or on-unknown")
                .map(mapping -> {
                    values.onlyKeys(mapping, where, keys);
                    return new Weight(
                            mapping.get("severity").flatMap(word -> word(word, Severity.class, values)),
                            mapping.get("on-unknown").flatMap(word -> word(word, OnUnknown.class, values)),
                            mapping.get("effective-on").flatMap(day -> effectiveOn(day, values)));
                })
                .orElse(Weight.NONE);
    }

    private static Optional<EffectiveOn> effectiveOn(Yaml value, Values values) {
        return values.text(value, "a day such as 2026-12-31").flatMap(text -> {
            try {
                return Optional.of(EffectiveOn.parse(text));
            } catch (FormatException malformed) {
                values.problem(value.place(), malformed.getMessage());
                return Optional.empty();
            }
        });
    }

    private static <E extends Enum<E>> Optional<E> word(Yaml value, Class<E> type, Values values) {
        String found = value instanceof Yaml.Scalar scalar ? scalar.text() : "";
        List<E> all = Arrays.asList(type.getEnumConstants());
        Optional<E> exact =
                all.stream().filter(each -> each.toString().equals(found)).findFirst();
        if (exact.isPresent()) {
            return exact;
        }
        List<String> words = all.stream().map(E::toString).toList();
        boolean off = type == Severity.class && SWITCHED_OFF.contains(found.toLowerCase(Locale.ROOT));
        return values.wrong(
                value,
                "one of " + String.join(", ", words),
                off
                        ? "Did you mean \"disabled\"?"
                        : Nearest.to(found, words)
                                .map(near -> "Did you mean \"" + near + "\"?")
                                .orElse(""));
    }

    Severity severity(String rule) {
        return own(rule).severity().or(defaults::severity).orElse(Severity.ERROR);
    }

    OnUnknown onUnknown(String rule) {
        return own(rule).onUnknown().or(defaults::onUnknown).orElse(OnUnknown.FAIL);
    }

    Optional<EffectiveOn> effectiveOn(String rule) {
        return own(rule).effectiveOn();
    }

    /** These where they say something, else {@code base}. */
    SeveritySettings over(SeveritySettings base) {
        Map<String, Weight> merged = new LinkedHashMap<>(base.rules);
        rules.forEach((id, own) -> merged.merge(
                id,
                own,
                (theirs, ours) -> new Weight(
                        ours.severity().or(theirs::severity),
                        ours.onUnknown().or(theirs::onUnknown),
                        ours.effectiveOn().or(theirs::effectiveOn))));
        return new SeveritySettings(base.defaults, merged, places);
    }

    private Weight own(String rule) {
        return rules.getOrDefault(rule, Weight.NONE);
    }
}
