package dev.multiarch.policy;

import dev.multiarch.image.Platform;
import dev.multiarch.policy.yaml.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A failure that somebody answers for until a time.
 *
 * @param platforms that it covers; none where it covers what is found of the index as a whole
 * @param owner who answers for it
 * @param left until it expires, as seen from the time that is judged by; negative where it has
 * @param source where the policy grants it
 */
public record Waiver(
        String rule,
        List<Platform> platforms,
        String reason,
        String owner,
        Instant expires,
        Duration left,
        Place source) {
    public Waiver {
        platforms = List.copyOf(platforms);
    }

    public boolean isExpired() {
        return left.isZero() || left.isNegative();
    }

    /** Nothing but the very platform, so that no waiver covers more than the person who wrote it meant. */
    boolean covers(Finding finding) {
        return rule.equals(finding.rule())
                && finding.platform().map(platforms::contains).orElse(platforms.isEmpty());
    }
}
