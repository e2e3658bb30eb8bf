package dev.multiarch.policy.rules;

import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.text.Durations;
import java.time.Duration;

final class EmulatedTime implements Rule.OfEmulatedLeg<Duration> {
    @Override
    public String id() {
        return "build.emulated-time";
    }

    @Override
    public Setting<Duration> setting() {
        return Settings.only("max", Settings.text("a duration such as 20m", Durations::parse));
    }

    @Override
    public Shape shape() {
        return Settings.only("max", Shape.DURATION);
    }

    @Override
    public RuleResult judge(Duration max, BuildFacts facts) {
        String expected = "at most " + Durations.print(max);
        String fix = "build this leg natively, or cross-compile in a FROM --platform=$BUILDPLATFORM stage";
        return RuleResult.from(facts.emulatedTime(), "the time it spent under emulation", expected, fix, time -> {
            String cached = facts.cached().value().orElse(false) ? ", cached" : "";
            String actual = Durations.print(time) + cached;
            boolean whole = facts.basis().value().filter("leg"::equals).isPresent();
            String message = Durations.print(time) + " under emulation" + cached
                    + (whole ? " (the whole leg, as the times of its steps are unknown)" : "");
            return time.compareTo(max) <= 0
                    ? RuleResult.pass(expected, actual, message)
                    : slowest(facts, RuleResult.fail(expected, actual, message + ", expected " + expected, fix));
        });
    }

    /** Names the step to begin with. */
    private static RuleResult slowest(BuildFacts facts, RuleResult answer) {
        return facts.slowest()
                .value()
                .map(step -> {
                    RuleResult told = answer.withMessage(answer.message() + ". Longest took " + step.where()
                            + step.name() + ": " + Durations.print(step.time()));
                    return step.isPlaced() ? told.at(new Place(step.file(), step.line(), 1)) : told;
                })
                .orElse(answer);
    }
}
