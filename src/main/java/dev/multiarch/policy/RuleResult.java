package dev.multiarch.policy;

import dev.multiarch.fact.Claim;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.yaml.Place;
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
public record RuleResult(
        Outcome outcome,
        Optional<Platform> platform,
        String expected,
        String actual,
        String message,
        String fix,
        Optional<FactSource> learnt,
        Optional<Claim> claim,
        Optional<Place> origin) {
    private static final String NOT_KNOWN = "unknown";
    private static final String READ_ALIKE = "a document that all clients read in the same way";
    private static final String AMBIGUOUS = "a document that clients read in different ways";
    private static final String WRITE_ANEW =
            "build and push this image again, with a tool that writes the standard" + " spelling";

    private RuleResult(Outcome outcome, String expected, String actual, String message, String fix) {
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

    public static RuleResult pass(String expected, String actual, String message) {
        return new RuleResult(Outcome.PASS, expected, actual, message, "");
    }

    public static RuleResult fail(String expected, String actual, String message, String fix) {
        return new RuleResult(Outcome.FAIL, expected, actual, message, fix);
    }

    /** Could not be evaluated: {@code message} says why. */
    public static RuleResult unknown(String expected, String message, String fix) {
        return new RuleResult(Outcome.UNKNOWN, expected, NOT_KNOWN, message, fix);
    }

    /** Does not apply: {@code message} says why. */
    public static RuleResult skipped(String message) {
        return new RuleResult(Outcome.SKIPPED, "", "", message, "");
    }

    /** What a fact leads to; {@link #without} it where it has no value. */
    public static <T> RuleResult from(
            Fact<T> fact, String what, String expected, String fix, Function<T, RuleResult> known) {
        return fact.value()
                .map(value -> known.apply(value).learnt(fact))
                .orElseGet(() -> without(fact, what, expected, fix));
    }

    /** What the lack of a fact leads to: a failure where the document was refused, else {@code unknown}, with the reason. */
    public static RuleResult without(Fact<?> fact, String what, String expected, String fix) {
        return fact.isRefused()
                ? fail(READ_ALIKE, AMBIGUOUS, what + " is refused: " + fact.reason(), WRITE_ANEW)
                : unknown(expected, what + " is unknown: " + fact.reason(), fix);
    }

    public RuleResult on(Platform other) {
        return new RuleResult(outcome, Optional.of(other), expected, actual, message, fix, learnt, claim, origin);
    }

    /** Led to by this fact. What only an annotation or a build record states is called a claim, and by whom. */
    public RuleResult learnt(Fact<?> fact) {
        String mark = fact.claimedBy()
                .filter(by -> outcome != Outcome.UNKNOWN)
                .map(by -> " (claimed by " + by + ")")
                .orElse("");
        return new RuleResult(
                outcome, platform, expected, actual, message + mark, fix, fact.learnt(), fact.claim(), origin);
    }

    public RuleResult withMessage(String otherwise) {
        return new RuleResult(outcome, platform, expected, actual, otherwise, fix, learnt, claim, origin);
    }

    public RuleResult at(Place line) {
        return new RuleResult(outcome, platform, expected, actual, message, fix, learnt, claim, Optional.of(line));
    }
}
