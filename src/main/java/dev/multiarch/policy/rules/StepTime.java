package dev.multiarch.policy.rules;

import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.SlowStep;
import dev.multiarch.text.Durations;
import java.time.Duration;
import java.util.Optional;

final class StepTime implements Rule.OfEmulatedLeg<Duration> {
    private static final String WHAT = "how long each of its emulated steps took";
    private static final String FIX =
            "move what this step compiles to a FROM --platform=$BUILDPLATFORM stage, or build this leg natively";
    private static final String LEARN = "judge with --records: annotations have only the time of all steps";

    @Override
    public String id() {
        return "build.step-time";
    }

    @Override
    public Setting<Duration> setting() {
        return Settings.only("max", Settings.text("a duration such as 10m", Durations::parse));
    }

    @Override
    public Shape shape() {
        return Settings.only("max", Shape.DURATION);
    }

    @Override
    public Optional<Duration> stepLimit(Duration max) {
        return Optional.of(max);
    }

    @Override
    public RuleResult judge(Duration max, BuildFacts facts) {
        String expected = "at most " + Durations.print(max);
        if (facts.slowest().isKnown()) {
            return RuleResult.from(facts.slowest(), WHAT, expected, LEARN, step -> judge(max, expected, step));
        }
        boolean within = facts.emulatedTime()
                .value()
                .filter(time -> time.compareTo(max) <= 0)
                .isPresent();
        return within
                ? RuleResult.from(facts.emulatedTime(), WHAT, expected, LEARN, time -> together(facts, expected, time))
                : RuleResult.without(facts.slowest(), WHAT, expected, LEARN);
    }

    private static RuleResult judge(Duration max, String expected, SlowStep step) {
        String actual = Durations.print(step.time());
        String message = "its longest emulated step took " + actual + ": " + step.where() + step.name();
        RuleResult answer = step.time().compareTo(max) <= 0
                ? RuleResult.pass(expected, actual, message)
                : RuleResult.fail(expected, actual, message + ", expected " + expected, FIX);
        return step.isPlaced() ? answer.at(new Place(step.file(), step.line(), 1)) : answer;
    }

    /** No step took longer than all of them. */
    private static RuleResult together(BuildFacts facts, String expected, Duration time) {
        String cached = facts.cached().value().orElse(false) ? ", cached" : "";
        String actual = "together " + Durations.print(time) + cached;
        return RuleResult.pass(expected, actual, "its emulated steps took " + actual);
    }
}
