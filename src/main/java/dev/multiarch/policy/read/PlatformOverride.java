package dev.multiarch.policy.read;

import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Policy.Asked;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Scope;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy sets otherwise for one platform, under {@code platforms:}. Only rules that judge one image or one leg can
 * be: the others look at all platforms together.
 *
 * @param own the settings there
 * @param whole the same laid over the rest of the policy
 */
record PlatformOverride(
        Platform platform, Yaml.Mapping own, Yaml.Mapping whole, SeveritySettings weights, RuleSettings settings) {
    private static final String KEY = "platforms";

    /** More are more than any index has, and would make a hostile file slow. */
    private static final int MOST = 64;

    static List<PlatformOverride> read(Yaml.Mapping root, SeveritySettings base, Values values) {
        Yaml.Mapping rest = root.without(KEY).without("waivers");
        Map<Platform, PlatformOverride> all = new LinkedHashMap<>();
        Optional<Yaml.Mapping> platforms =
                root.get(KEY).flatMap(value -> values.mapping(value, "platforms, each with its settings"));
        if (platforms.isEmpty()) {
            return List.of();
        }
        if (platforms.get().entries().size() > MOST) {
            values.problem(platforms.get().place(), "these are more than " + MOST + " platforms");
            return List.of();
        }
        platforms
                .get()
                .entries()
                .forEach((key, entry) -> platform(key, entry, values).ifPresent(platform -> {
                    if (all.containsKey(platform)) {
                        values.problem(entry.keyPlace(), "the platform " + platform + " is listed twice");
                    }
                    values.mapping(entry.value(), "a mapping with settings")
                            .ifPresent(own -> all.put(platform, read(platform, own, rest, base, values)));
                }));
        return new ArrayList<>(all.values());
    }

    private static Optional<Platform> platform(String key, Yaml.Entry entry, Values values) {
        try {
            return Optional.of(KnownPlatforms.parse(key));
        } catch (FormatException malformed) {
            values.problem(entry.keyPlace(), malformed.getMessage());
            return Optional.empty();
        }
    }

    private static PlatformOverride read(
            Platform platform, Yaml.Mapping own, Yaml.Mapping rest, SeveritySettings base, Values values) {
        Yaml.Mapping whole = own.over(rest, RuleSettings::isOneValue);
        SeveritySettings weights = SeveritySettings.read(
                own, Rules.ALL.stream().map(rule -> rule.id()).toList(), values);
        var settings = new RuleSettings(weights.over(base), values);
        settings.read(own, whole, List.of("rules"), KEY + "." + platform);
        weights.places().keySet().forEach(id -> settings.read(id, whole));
        var override = new PlatformOverride(platform, own, whole, weights, settings);
        for (Rule<?> rule : Rules.ALL) {
            override.refuse(rule, values);
        }
        return override;
    }

    private void refuse(Rule<?> rule, Values values) {
        Optional<Yaml.Entry> set = RuleSettings.entry(own, rule.id());
        if (RuleSettings.judgesTogether(rule)) {
            set.map(Yaml.Entry::keyPlace)
                    .or(() -> Optional.ofNullable(weights.places().get(rule.id())))
                    .ifPresent(place -> values.problem(
                            place,
                            rule.id()
                                    + " judges all platforms together, so it can't be set for one platform. Set it"
                                    + " at the root"));
        } else if (rule instanceof Rule.OfImage<?> each && set.isPresent()) {
            together(each, set.get(), values);
        }
    }

    /** A setting that weighs platforms against each other has no meaning on one; nor has that of one item of a list. */
    private static void together(Rule.OfImage<?> rule, Yaml.Entry set, Values values) {
        List<Yaml> settings = set.value() instanceof Yaml.Sequence list ? list.items() : List.of(set.value());
        for (Yaml setting : settings) {
            if (setting instanceof Yaml.Mapping mapping) {
                rule.together()
                        .forEach(key -> Optional.ofNullable(mapping.entries().get(key))
                                .ifPresent(entry -> values.problem(
                                        entry.keyPlace(),
                                        key + " compares platforms, so it can't be set for one platform. Set it at the"
                                                + " root")));
            }
        }
    }

    boolean sets(String id) {
        return RuleSettings.entry(own, id).isPresent();
    }

    boolean changes(String id) {
        return sets(id) || weights.places().containsKey(id);
    }

    Optional<Asked<?>> asked(String id) {
        return settings.asked(id).map(asked -> asked.within(Scope.of(platform)));
    }

    void refuseWeightOfNothing(Problems problems) {
        weights.places().forEach((id, place) -> {
            if (RuleSettings.entry(whole, id).isEmpty()) {
                problems.add(
                        place,
                        "this sets how the rule " + id
                                + " counts, but the policy does not enable that rule. Enable it, or remove this");
            }
        });
    }
}
