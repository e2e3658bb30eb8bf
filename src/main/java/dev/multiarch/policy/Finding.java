package dev.multiarch.policy;

import dev.multiarch.fact.Claim;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.text.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One rule's result on one platform, or on the subject as a whole where there is none. Texts are as found and may hold
 * what an image's author wrote: the code that prints them neutralises them.
 *
 * @param severity of a failure; for an unknown one what {@code on-unknown} makes of it
 * @param message one sentence with both values
 * @param fix what to do about it; empty unless failed or unknown
 * @param source where in the policy the rule was asked for
 * @param digest of the document that was judged
 * @param waiver that covers the failure; only where the outcome is {@code waived}
 * @param origin the line of a Dockerfile that leads to it, where that is known
 * @param claim the build record that states what led to it, where it was learnt from one
 * @param askedBy the policies that ask for it; several where they found the same
 */
public record Finding(
        String rule,
        Severity severity,
        Outcome outcome,
        Optional<Platform> platform,
        String expected,
        String actual,
        String message,
        String fix,
        Place source,
        Optional<FactSource> learnt,
        Optional<Digest> digest,
        Optional<Waiver> waiver,
        Optional<Place> origin,
        Optional<Claim> claim,
        List<RequiredBy> askedBy) {
    /** Nobody reads more of one finding, and GitHub takes 4,096 characters of a message. */
    private static final int LONGEST = 2_000;

    public Finding {
        expected = Printable.cut(expected, LONGEST);
        actual = Printable.cut(actual, LONGEST);
        message = Printable.cut(message, LONGEST);
        fix = Printable.cut(fix, LONGEST);
        boolean explained = !message.isEmpty();
        boolean fixable = !fix.isEmpty() && !expected.isEmpty() && !actual.isEmpty();
        if (!explained || outcome == Outcome.FAIL && !fixable) {
            throw new IllegalArgumentException(rule + ": a failure needs expected, actual, message and fix");
        }
    }

    Finding waived(Waiver by) {
        String why = " (waived by " + by.owner() + " until " + by.expires() + ": " + by.reason() + ")";
        return new Finding(
                rule,
                severity,
                Outcome.WAIVED,
                platform,
                expected,
                actual,
                message + why,
                fix,
                source,
                learnt,
                digest,
                Optional.of(by),
                origin,
                claim,
                askedBy);
    }

    Finding withMessage(String otherwise) {
        return new Finding(
                rule, severity, outcome, platform, expected, actual, otherwise, fix, source, learnt, digest, waiver,
                origin, claim, askedBy);
    }

    /** The same, asked for by these policies; {@code source} is where the first of them asks. */
    Finding askedBy(List<RequiredBy> policies) {
        return new Finding(
                rule,
                severity,
                outcome,
                platform,
                expected,
                actual,
                message,
                fix,
                policies.get(0).place(),
                learnt,
                digest,
                waiver,
                origin,
                claim,
                policies);
    }

    /** Everything but who asks: two policies that found the same agree in this. */
    List<Object> withoutAskers() {
        return List.of(
                rule, severity, outcome, platform, expected, actual, message, fix, learnt, digest, waiver, origin,
                claim);
    }

    /** Where it is asked for: {@code a.yaml:5:3}, {@code preset baseline:8:3 (policies a, b); c.yaml:4:3 (policy c)}. */
    public String askedFor() {
        if (askedBy.size() < 2) {
            return source.toString();
        }
        Map<Place, TreeSet<String>> places = new LinkedHashMap<>();
        for (RequiredBy each : askedBy) {
            places.computeIfAbsent(each.place(), place -> new TreeSet<>()).add(each.policy());
        }
        return places.entrySet().stream()
                .map(each -> each.getKey() + (each.getValue().size() == 1 ? " (policy " : " (policies ")
                        + String.join(", ", each.getValue()) + ")")
                .collect(Collectors.joining("; "));
    }
}
