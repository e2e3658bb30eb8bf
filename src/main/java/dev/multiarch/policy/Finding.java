package dev.multiarch.policy;

import dev.multiarch.host.Learnt;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Excerpt;
import dev.multiarch.image.Platform;
import java.util.Optional;

/**
 * One rule's result on one platform, or on the subject as a whole where there is none. Texts are as found and may hold
 * what an image's author wrote: whoever prints them neutralises them.
 *
 * @param severity of a failure; for an unknown one what {@code on-unknown} makes of it
 * @param message one sentence with both values
 * @param fix what to do about it; empty unless failed or unknown
 * @param source where in the policy the rule was asked for
 * @param digest of the document that was judged
 * @param waiver that covers the failure; only where the outcome is {@code waived}
 * @param origin the line of a Dockerfile that leads to it, where that is known
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
        Optional<Learnt> learnt,
        Optional<Digest> digest,
        Optional<Waiver> waiver,
        Optional<Place> origin) {
    /** Of each text, in characters: an image's author may have written megabytes. */
    private static final int LONGEST = 4000;

    /** That no waiver covers, and no line is known for. */
    public Finding(
            String rule,
            Severity severity,
            Outcome outcome,
            Optional<Platform> platform,
            String expected,
            String actual,
            String message,
            String fix,
            Place source,
            Optional<Learnt> learnt,
            Optional<Digest> digest) {
        this(
                rule,
                severity,
                outcome,
                platform,
                expected,
                actual,
                message,
                fix,
                source,
                learnt,
                digest,
                Optional.empty(),
                Optional.empty());
    }

    public Finding {
        expected = Excerpt.of(expected, LONGEST);
        actual = Excerpt.of(actual, LONGEST);
        message = Excerpt.of(message, LONGEST);
        boolean explained = !message.isEmpty();
        boolean mended = !fix.isEmpty() && !expected.isEmpty() && !actual.isEmpty();
        if (!explained || outcome == Outcome.FAIL && !mended) {
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
                origin);
    }

    Finding told(String otherwise) {
        return new Finding(
                rule, severity, outcome, platform, expected, actual, otherwise, fix, source, learnt, digest, waiver,
                origin);
    }
}
