package dev.multiarch.policy;

import dev.multiarch.image.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What policies say of a subject.
 *
 * @param reference the subject as it was named
 * @param digest that was judged; empty where none could be read
 */
public record Verdict(String reference, Optional<Digest> digest, List<Judged> policies, List<Finding> findings) {
    /** A policy that took part; the digest is that of its file. */
    public record Judged(String name, Digest digest) {}

    /** Fail if a rule of severity error failed; else unknown if one could not be evaluated; else pass. */
    public Outcome outcome() {
        if (has(Outcome.FAIL)) {
            return Outcome.FAIL;
        }
        return has(Outcome.UNKNOWN) ? Outcome.UNKNOWN : Outcome.PASS;
    }

    public long count(Outcome outcome) {
        return findings.stream().filter(f -> f.outcome() == outcome).count();
    }

    private boolean has(Outcome outcome) {
        return findings.stream().anyMatch(f -> f.outcome() == outcome && f.severity() == Severity.ERROR);
    }
}
