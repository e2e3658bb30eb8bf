package dev.multiarch.policy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.policy.yaml.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is asked of a subject: at least one rule.
 *
 * @param digest of the policy's file; where it extends others, of the list of all their digests, bases first, one a line
 * @param asked the enabled rules
 * @param waivers of their failures
 */
public record Policy(String name, Digest digest, List<Asked<?>> asked, List<Waiver> waivers) {
    private static final String REQUIRE = "--require";
    private static final String NODES = "--nodes";

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
        this(name, digest, asked, List.of());
    }

    public Policy {
        if (asked.isEmpty()) {
            throw new IllegalArgumentException("policy " + name + " asks for nothing, and would pass anything");
        }
        asked = List.copyOf(asked);
        waivers = List.copyOf(waivers);
    }

    /** As it counts at this time: rules that are not effective yet warn at most. */
    public Policy at(Instant now) {
        List<Asked<?>> all = new ArrayList<>();
        asked.forEach(each -> all.add(each.at(now)));
        return new Policy(name, digest, all, waivers);
    }

    /** What it asks for by these rules alone; empty where that is nothing. */
    public Optional<Policy> only(Set<String> rules) {
        List<Asked<?>> some = new ArrayList<>(asked);
        some.removeIf(each -> !rules.contains(each.rule().id()));
        return some.isEmpty() ? Optional.empty() : Optional.of(new Policy(name, digest, some, waivers));
    }

    /** The policy that {@code --nodes FILE} stands for. */
    public static Policy covering(ClusterNodes nodes) {
        var source = new Place(NODES, 0, 0);
        var asked = new Asked<>(Rules.NODES_COVERED, nodes, Severity.ERROR, OnUnknown.FAIL, source);
        return new Policy(NODES, nodes.digest(), List.of(asked));
    }

    /** The policy that {@code --require linux/amd64,linux/arm64} stands for. */
    public static Policy requiring(List<Platform> platforms) {
        if (platforms.isEmpty()) {
            throw new IllegalArgumentException(REQUIRE + " names no platform");
        }
        String text = platforms.stream().map(Platform::toString).collect(Collectors.joining(","));
        Digest digest = Digest.of((REQUIRE + " " + text).getBytes(StandardCharsets.UTF_8));
        var asked = new Asked<>(
                Rules.PLATFORMS_REQUIRED,
                List.copyOf(platforms),
                Severity.ERROR,
                OnUnknown.FAIL,
                new Place(REQUIRE, 0, 0));
        return new Policy(REQUIRE, digest, List.of(asked));
    }
}
