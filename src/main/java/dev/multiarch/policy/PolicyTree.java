package dev.multiarch.policy;

import dev.multiarch.policy.Policy.Asked;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a policy file says, in terms of rules. The keys that a file may have are the paths of the rules' ids, so that a
 * rule brings its own.
 */
final class PolicyTree {
    static final String API_VERSION = "multiarch/v1";
    static final String KIND = "Policy";

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final String NAME_EXPECTED = "a name of letters, digits, \".\", \"_\" and \"-\", at most 64";
    private static final List<String> HEAD = List.of("apiVersion", "kind", "name", "extends", "defaults", "rules");
    private static final List<String> IDS =
            Rules.ALL.stream().map(rule -> rule.id()).toList();

    private final Problems problems;
    private final Values values;
    private final Weights weights;
    private final Map<String, Asked<?>> asked = new LinkedHashMap<>();

    private PolicyTree(Yaml.Mapping root, Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
        this.weights = Weights.read(root, IDS, values);
        children(root, "");
    }

    /** The enabled rules of a whole policy, in the order of the list of rules. */
    static List<Asked<?>> rules(Yaml.Mapping root, Problems problems) {
        var tree = new PolicyTree(root, problems);
        tree.weights.places().forEach((id, place) -> {
            if (!hasPath(root, id)) {
                problems.add(
                        place, "the rule " + id + " is weighed here, yet nothing sets it. Add it, or take this out");
            }
        });
        List<Asked<?>> rules = new ArrayList<>();
        IDS.forEach(id -> Optional.ofNullable(tree.asked.get(id)).ifPresent(rules::add));
        return rules;
    }

    /** Reports everything that is wrong with one file, seen on its own, and returns its name. */
    static String check(Yaml.Mapping root, Problems problems) {
        var tree = new PolicyTree(root, problems);
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

    private void children(Yaml.Mapping mapping, String parent) {
        Set<String> known = new LinkedHashSet<>();
        String prefix = parent.isEmpty() ? "" : parent + ".";
        IDS.stream()
                .filter(id -> id.startsWith(prefix))
                .map(id -> id.substring(prefix.length()).split("\\.", 2)[0])
                .forEach(known::add);
        Set<String> all = new LinkedHashSet<>(parent.isEmpty() ? HEAD : List.of());
        all.addAll(known);
        values.onlyKeys(mapping, parent, all);
        for (String key : known) {
            Optional.ofNullable(mapping.entries().get(key)).ifPresent(entry -> child(prefix + key, entry, mapping));
        }
    }

    private void child(String path, Yaml.Entry entry, Yaml.Mapping siblings) {
        Optional<Rule<?>> rule =
                Rules.ALL.stream().filter(each -> each.id().equals(path)).findFirst();
        if (rule.isPresent()) {
            ask(rule.get(), entry, siblings);
        } else {
            values.mapping(entry.value(), "a mapping with settings").ifPresent(inner -> children(inner, path));
        }
    }

    private <S> void ask(Rule<S> rule, Yaml.Entry entry, Yaml.Mapping siblings) {
        Severity severity = weights.severity(rule.id());
        rule.setting()
                .read(entry.value(), siblings, values)
                .filter(setting -> severity != Severity.DISABLED)
                .ifPresent(setting -> asked.put(
                        rule.id(),
                        new Asked<>(
                                rule,
                                setting,
                                severity,
                                weights.onUnknown(rule.id()),
                                entry.keyPlace(),
                                weights.effectiveOn(rule.id()))));
    }

    private static boolean hasPath(Yaml.Mapping root, String id) {
        Optional<Yaml> at = Optional.of(root);
        for (String key : id.split("\\.")) {
            at = at.flatMap(value -> value instanceof Yaml.Mapping mapping ? mapping.get(key) : Optional.empty());
        }
        return at.isPresent();
    }
}
