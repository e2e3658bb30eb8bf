package dev.multiarch.policy;

import dev.multiarch.host.Claim;
import dev.multiarch.host.Fact;
import dev.multiarch.host.Learnt;
import dev.multiarch.image.Platform;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a rule says of what it saw; the engine makes a {@link Finding} of it.
 *
 * @param platform where it is not the judged image's own
 * @param message without a full stop, as is the fix
 * @param claim the build record that states the fact, where it was learnt from one
 * @param origin the line of a Dockerfile that leads to it, where that is known
 */
public record Answer(
        Outcome outcome,
        Optional<Platform> platform,
        String expected,
        String actual,
        String message,
        String fix,
        Optional<Learnt> learnt,
        Optional<Claim> claim,
        Optional<Place> origin) {
    private static final String NOT_KNOWN = "unknown";
    private static final String READ_ALIKE = "a document that all clients read alike";
    private static final String AMBIGUOUS = "a document that clients read in different ways";
    private static final String WRITE_ANEW = "build and push this image again with a tool that writes standard names";

    private Answer(Outcome outcome, String expected, String actual, String message, String fix) {
        this(
                outcome,
                Optional.empty(),
                expected,
                actual,
                message,
                fix,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static Answer pass(String expected, String actual, String message) {
        return new Answer(Outcome.PASS, expected, actual, message, "");
    }

    public static Answer fail(String expected, String actual, String message, String fix) {
        return new Answer(Outcome.FAIL, expected, actual, message, fix);
    }

    /** Could not be evaluated: {@code message} says why. */
    public static Answer unknown(String expected, String message, String fix) {
        return new Answer(Outcome.UNKNOWN, expected, NOT_KNOWN, message, fix);
    }

    /** Does not apply: {@code message} says why. */
    public static Answer skipped(String message) {
        return new Answer(Outcome.SKIPPED, "", "", message, "");
    }

    /** What a fact leads to; {@link #without} it where it has no value. */
    public static <T> Answer from(Fact<T> fact, String what, String expected, String fix, Function<T, Answer> known) {
        return fact.value()
                .map(value -> known.apply(value).learnt(fact))
                .orElseGet(() -> without(fact, what, expected, fix));
    }

    /** What the lack of a fact leads to: a failure where the document was refused, else {@code unknown}, with the reason. */
    public static Answer without(Fact<?> fact, String what, String expected, String fix) {
        return fact.isRefused()
                ? fail(READ_ALIKE, AMBIGUOUS, what + " is refused: " + fact.reason(), WRITE_ANEW)
                : unknown(expected, what + " is unknown: " + fact.reason(), fix);
    }

    public Answer on(Platform other) {
        return new Answer(outcome, Optional.of(other), expected, actual, message, fix, learnt, claim, origin);
    }

    /** Led to by this fact. What only an annotation or a build record states is called a claim, and by whom. */
    public Answer learnt(Fact<?> fact) {
        String mark = fact.claimedBy()
                .filter(by -> outcome != Outcome.UNKNOWN)
                .map(by -> " (claimed by " + by + ")")
                .orElse("");
        return new Answer(
                outcome, platform, expected, actual, message + mark, fix, fact.learnt(), fact.claim(), origin);
    }

    public Answer told(String otherwise) {
        return new Answer(outcome, platform, expected, actual, otherwise, fix, learnt, claim, origin);
    }

    public Answer at(Place line) {
        return new Answer(outcome, platform, expected, actual, message, fix, learnt, claim, Optional.of(line));
    }
}
