package dev.multiarch.policy.read;

import dev.multiarch.image.Digest;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.OnUnknown;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policy that the options of {@code smoke} make. It is read as one in a file is, so that both take the same and say the
 * same of what is wrong.
 *
 * @param ofEntrypoint whether the words are arguments of the image's own entrypoint
 * @param texts of the keys {@code exit-code}, {@code contains}, {@code matches} and {@code time-limit}
 * @param environment each {@code NAME=VALUE}
 */
public record SmokePolicy(
        boolean ofEntrypoint, List<String> words, Map<String, String> texts, List<String> environment, boolean same) {
    private static final String NAME = "smoke";
    private static final String RULE = "image.smoke";
    private static final Place WORDS = new Place("--", 0, 0);

    public Policy policy() throws InvalidPolicy {
        Map<String, Yaml> keys = new LinkedHashMap<>();
        List<Yaml> all = words.stream().map(word -> text(WORDS, word)).toList();
        keys.put(ofEntrypoint ? "arguments" : "run", new Yaml.Sequence(WORDS, all));
        plain("exit-code").ifPresent(code -> keys.put("exit-code", code));
        plain("time-limit").ifPresent(limit -> keys.put("time-limit", limit));
        Map<String, Yaml> output = new LinkedHashMap<>();
        List.of("contains", "matches").forEach(key -> quoted(key).ifPresent(text -> output.put(key, text)));
        if (!output.isEmpty()) {
            keys.put("output", mapping(option(String.join(", --", output.keySet())), output));
        }
        if (!environment.isEmpty()) {
            Map<String, Yaml> variables = new LinkedHashMap<>();
            for (String variable : environment) {
                String[] parts = variable.split("=", 2);
                variables.put(parts[0], text(option("env"), parts.length > 1 ? parts[1] : ""));
            }
            keys.put("environment", mapping(option("env"), variables));
        }
        keys.put("same-output", new Yaml.Scalar(option("same-output"), String.valueOf(same), true));
        return read(new Yaml.Sequence(WORDS, List.of(mapping(WORDS, keys))));
    }

    private Policy read(Yaml commands) throws InvalidPolicy {
        var problems = new Problems();
        Policy.Asked<?> asked = asked(RuleSettings.rule(RULE).orElseThrow(), commands, new Values(problems));
        if (!problems.isEmpty() || asked == null) {
            throw new InvalidPolicy(problems);
        }
        return new Policy(NAME, Digest.of(toString().getBytes(StandardCharsets.UTF_8)), List.of(asked));
    }

    private static <S> Policy.Asked<S> asked(Rule<S> rule, Yaml commands, Values values) {
        var siblings = new Yaml.Mapping(WORDS, Map.of());
        return rule.setting()
                .read(commands, siblings, values)
                .map(setting ->
                        new Policy.Asked<>(rule, setting, Severity.ERROR, OnUnknown.FAIL, new Place(NAME, 0, 0)))
                .orElse(null);
    }

    private Optional<Yaml> plain(String key) {
        return Optional.ofNullable(texts.get(key)).map(text -> new Yaml.Scalar(option(key), text, true));
    }

    private Optional<Yaml> quoted(String key) {
        return Optional.ofNullable(texts.get(key)).map(text -> text(option(key), text));
    }

    private static Yaml text(Place place, String text) {
        return new Yaml.Scalar(place, text, false);
    }

    private static Yaml.Mapping mapping(Place place, Map<String, Yaml> values) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        values.forEach((key, value) -> entries.put(key, new Yaml.Entry(value.place(), value)));
        return new Yaml.Mapping(place, entries);
    }

    private static Place option(String name) {
        return new Place("--" + name, 0, 0);
    }
}
