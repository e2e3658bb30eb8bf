package dev.multiarch.policy.read;

import dev.multiarch.image.Platform;
import dev.multiarch.policy.Policy.Asked;
import dev.multiarch.policy.Scope;
import dev.multiarch.policy.Waiver;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.RegexBudget;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Glob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a policy file says, in terms of rules. */
final class PolicyTree {
    static final String API_VERSION = "multiarch/v1";
    static final String KIND = "Policy";

    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    static final String NAME_EXPECTED = "a name of letters, digits, \".\", \"_\" and \"-\", at most 64";
    static final String TAGS_EXPECTED = "a pattern of tags such as \"v*.*.*\"";
    private static final List<String> HEAD = List.of(
            "apiVersion", "kind", "name", "extends", "defaults", "rules", "platforms", "waivers", "immutable-tags");
    private static final List<String> IDS = RuleSettings.IDS;

    private final Problems problems;
    private final Values values;
    private final SeveritySettings weights;
    private final RuleSettings settings;
    private final List<PlatformOverride> overrides;

    private PolicyTree(Yaml.Mapping root, Problems problems, RegexBudget effort) {
        this.problems = problems;
        this.values = new Values(problems, effort);
        this.weights = SeveritySettings.read(root, IDS, values);
        this.settings = new RuleSettings(weights, values);
        settings.read(root, root, HEAD, "");
        this.overrides = PlatformOverride.read(root, weights, values);
    }

    /** The enabled rules of a whole policy, in the order of the list of rules. */
    static List<Asked<?>> rules(Yaml.Mapping root, Problems problems, RegexBudget effort) {
        var tree = new PolicyTree(root, problems, effort);
        tree.weights.places().forEach((id, place) -> {
            boolean set = RuleSettings.entry(root, id).isPresent()
                    || tree.overrides.stream().anyMatch(each -> each.sets(id));
            if (!set) {
                problems.add(
                        place,
                        "this sets how the rule " + id
                                + " counts, but the policy does not enable that rule. Enable it, or remove this");
            }
        });
        tree.overrides.forEach(each -> each.refuseWeightOfNothing(problems));
        return IDS.stream().flatMap(tree::asked).toList();
    }

    /** As it is set for most platforms, and for each that has a separate setting. */
    private Stream<Asked<?>> asked(String id) {
        List<PlatformOverride> own =
                overrides.stream().filter(each -> each.changes(id)).toList();
        Set<Platform> others = own.stream().map(PlatformOverride::platform).collect(Collectors.toSet());
        Stream<Asked<?>> most = settings.asked(id).<Asked<?>>map(all -> all.within(Scope.allBut(others))).stream();
        return Stream.concat(most, own.stream().flatMap(each -> each.asked(id).stream()));
    }

    static List<Waiver> waivers(Yaml.Mapping root, Problems problems, Instant now) {
        return new WaiverReader(new Values(problems), now, IDS, RuleSettings::judgesTogether).read(root);
    }

    /** Patterns of tags that never move to other images. */
    static List<Glob> immutableTags(Yaml.Mapping root, Problems problems) {
        List<Glob> tags = new ArrayList<>();
        root.get("immutable-tags")
                .flatMap(value -> new Values(problems).texts(value, "a list such as [\"v*.*.*\"]", TAGS_EXPECTED))
                .orElse(List.of())
                .forEach(text -> {
                    try {
                        tags.add(new Glob(text.text()));
                    } catch (FormatException malformed) {
                        problems.add(text.place(), malformed.getMessage());
                    }
                });
        return tags;
    }

    /** Reports everything that is wrong with one file, seen on its own, and returns its name. */
    static String check(Yaml.Mapping root, Problems problems) {
        var tree = new PolicyTree(root, problems, new RegexBudget());
        tree.exactly(root, "apiVersion", API_VERSION);
        tree.exactly(root, "kind", KIND);
        Optional<Yaml> name = root.get("name");
        if (name.isEmpty()) {
            problems.add(root.place(), "the key \"name\" is missing, expected " + NAME_EXPECTED);
        }
        return name.flatMap(value -> tree.values.text(value, NAME_EXPECTED).filter(text -> {
                    if (!text.matches(NAME)) {
                        tree.values.wrong(value, NAME_EXPECTED, "");
                    }
                    return text.matches(NAME);
                }))
                .orElse("");
    }

    private void exactly(Yaml.Mapping root, String key, String expected) {
        Optional<Yaml> value = root.get(key);
        if (value.isEmpty()) {
            problems.add(root.place(), "the key \"" + key + "\" is missing, expected " + key + ": " + expected);
        }
        value.ifPresent(found -> {
            if (!(found instanceof Yaml.Scalar scalar && scalar.text().equals(expected))) {
                values.wrong(found, "\"" + expected + "\"", "");
            }
        });
    }
}
