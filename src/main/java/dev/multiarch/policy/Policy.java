package dev.multiarch.policy;

import dev.multiarch.image.Digest;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.text.Glob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of a subject: at least one rule.
 *
 * @param digest of the policy's file; where it extends others, of the list of all their digests, bases first, one a line
 * @param asked the enabled rules
 * @param waivers of their failures
 * @param immutableTags patterns of tags that never move to other images
 */
public record Policy(String name, Digest digest, List<Asked<?>> asked, List<Waiver> waivers, List<Glob> immutableTags) {

    /**
     * A rule with its setting.
     *
     * @param pending until when it warns at most; empty where it counts fully
     * @param scope the platforms that it is set so for
     */
    public record Asked<S>(
            Rule<S> rule,
            S setting,
            Severity severity,
            OnUnknown onUnknown,
            Place source,
            Optional<EffectiveOn> pending,
            Scope scope) {
        public Asked(Rule<S> rule, S setting, Severity severity, OnUnknown onUnknown, Place source) {
            this(rule, setting, severity, onUnknown, source, Optional.empty(), Scope.ALL);
        }

        public Asked<S> within(Scope other) {
            return new Asked<>(rule, setting, severity, onUnknown, source, pending, other);
        }

        private Asked<S> at(Instant now) {
            if (pending.isEmpty()) {
                return this;
            }
            boolean warns = now.isBefore(pending.get().at());
            Severity weight = warns && severity == Severity.ERROR ? Severity.WARNING : severity;
            return new Asked<>(rule, setting, weight, onUnknown, source, warns ? pending : Optional.empty(), scope);
        }
    }

    public Policy(String name, Digest digest, List<Asked<?>> asked) {
        this(name, digest, asked, List.of(), List.of());
    }

    public Policy {
        if (asked.isEmpty()) {
            throw new IllegalArgumentException("policy " + name + " enables no rule, so it would pass any image");
        }
        asked = List.copyOf(asked);
        waivers = List.copyOf(waivers);
        immutableTags = List.copyOf(immutableTags);
    }

    /** As it counts at this time: rules that are not effective yet warn at most. */
    public Policy at(Instant now) {
        List<Asked<?>> all = new ArrayList<>();
        asked.forEach(each -> all.add(each.at(now)));
        return new Policy(name, digest, all, waivers, immutableTags);
    }

    /** What it asks for by these rules alone; empty where that is nothing. */
    public Optional<Policy> only(Set<String> rules) {
        List<Asked<?>> some = new ArrayList<>(asked);
        some.removeIf(each -> !rules.contains(each.rule().id()));
        return some.isEmpty() ? Optional.empty() : Optional.of(new Policy(name, digest, some, waivers, immutableTags));
    }
}
