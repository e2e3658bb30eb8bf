package dev.multiarch.policy.read;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.ClusterNodes;
import dev.multiarch.policy.OnUnknown;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.policy.yaml.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The policies that options of the command line make. */
public final class OptionPolicies {
    private static final String REQUIRE = "--require";
    private static final String NODES = "--nodes";

    private OptionPolicies() {}

    /** The policy that {@code --nodes FILE} makes. */
    public static Policy covering(ClusterNodes nodes) {
        var source = new Place(NODES, 0, 0);
        var asked = new Policy.Asked<>(Rules.NODES_COVERED, nodes, Severity.ERROR, OnUnknown.FAIL, source);
        return new Policy(NODES, nodes.digest(), List.of(asked));
    }

    /** The policy that {@code --require linux/amd64,linux/arm64} makes. */
    public static Policy requiring(List<Platform> platforms) {
        if (platforms.isEmpty()) {
            throw new IllegalArgumentException(REQUIRE + " names no platform");
        }
        String text = platforms.stream().map(Platform::toString).collect(Collectors.joining(","));
        Digest digest = Digest.of((REQUIRE + " " + text).getBytes(StandardCharsets.UTF_8));
        var asked = new Policy.Asked<>(
                Rules.PLATFORMS_REQUIRED,
                List.copyOf(platforms),
                Severity.ERROR,
                OnUnknown.FAIL,
                new Place(REQUIRE, 0, 0));
        return new Policy(REQUIRE, digest, List.of(asked));
    }
}
