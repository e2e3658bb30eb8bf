package dev.multiarch.policy.read;

import dev.multiarch.policy.Policy.Asked;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Scope;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of rules in a tree of a policy. The keys that it may have are the paths of the rules' ids, so that a rule
 * brings its own.
 */
final class RuleSettings {
    static final List<String> IDS = Rules.ALL.stream().map(rule -> rule.id()).toList();

    private final SeveritySettings weights;
    private final Values values;
    private final Map<String, Asked<?>> asked = new LinkedHashMap<>();

    RuleSettings(SeveritySettings weights, Values values) {
        this.weights = weights;
        this.values = values;
    }

    /** Empty where the rule is not set, is disabled or set wrongly. */
    Optional<Asked<?>> asked(String id) {
        return Optional.ofNullable(asked.get(id));
    }

    /**
     * Reads what {@code own} sets.
     *
     * @param whole the same laid over what it overrides
     * @param head the keys that it may have apart from the rules'
     * @param where for messages; empty at a file's root
     */
    void read(Yaml.Mapping own, Yaml.Mapping whole, List<String> head, String where) {
        Set<String> keys = new LinkedHashSet<>(head);
        keys.addAll(below(""));
        values.onlyKeys(own, where, keys);
        children(own, whole, "");
    }

    /** Reads the setting of one rule; it may be unchanged, and only its severity differ. */
    void read(String id, Yaml.Mapping whole) {
        if (!asked.containsKey(id)) {
            entry(whole, id).ifPresent(entry -> ask(rule(id).orElseThrow(), entry, parent(whole, id)));
        }
    }

    private void children(Yaml.Mapping own, Yaml.Mapping whole, String prefix) {
        for (String key : below(prefix)) {
            if (own.get(key).isPresent()) {
                child(prefix + key, own.entries().get(key), whole);
            }
        }
    }

    private static Set<String> below(String prefix) {
        Set<String> keys = new LinkedHashSet<>();
        for (Rule<?> rule : Rules.ALL) {
            if (rule.id().startsWith(prefix)) {
                keys.add(rule.id().substring(prefix.length()).split("\\.", 2)[0]);
            }
        }
        return keys;
    }

    private void child(String path, Yaml.Entry own, Yaml.Mapping whole) {
        String key = path.substring(path.lastIndexOf('.') + 1);
        Yaml.Entry merged = whole.entries().get(key);
        Optional<Rule<?>> rule = rule(path);
        if (rule.isPresent()) {
            ask(rule.get(), merged, whole);
            return;
        }
        values.mapping(own.value(), "a mapping with settings").ifPresent(inner -> {
            values.onlyKeys(inner, path, below(path + "."));
            children(inner, merged.value() instanceof Yaml.Mapping all ? all : inner, path + ".");
        });
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
                                weights.effectiveOn(rule.id()),
                                Scope.ALL)));
    }

    static Optional<Rule<?>> rule(String id) {
        return Rules.ALL.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** Whether a mapping at that path says one thing, so that half of a base's and half of one's own would say two. */
    static boolean isOneValue(String path) {
        return Rules.ALL.stream()
                .filter(rule -> rule.shape() instanceof Shape.AnyKey)
                .anyMatch(rule -> ("." + path).contains("." + rule.id() + "."));
    }

    /** Whether its findings may be of no platform, so that it can't be set for one, and a waiver need name none. */
    static boolean judgesTogether(Rule<?> rule) {
        return rule instanceof Rule.OfIndex<?>
                || rule instanceof Rule.OfHost<?>
                || rule instanceof Rule.OfDockerfile<?>;
    }

    static boolean judgesTogether(String id) {
        return rule(id).filter(RuleSettings::judgesTogether).isPresent();
    }

    /** Where a tree sets a rule. */
    static Optional<Yaml.Entry> entry(Yaml.Mapping root, String id) {
        String key = id.substring(id.lastIndexOf('.') + 1);
        return Optional.ofNullable(parent(root, id).entries().get(key));
    }

    private static Yaml.Mapping parent(Yaml.Mapping root, String id) {
        Yaml.Mapping at = root;
        String[] keys = id.split("\\.");
        for (int i = 0; i < keys.length - 1; i++) {
            at = at.get(keys[i]).orElse(at) instanceof Yaml.Mapping inner && inner != at
                    ? inner
                    : new Yaml.Mapping(root.place(), Map.of());
        }
        return at;
    }
}
