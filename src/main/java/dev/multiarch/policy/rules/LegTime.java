package dev.multiarch.policy.rules;

import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.text.Durations;
import java.time.Duration;

final class LegTime implements Rule.OfLeg<Duration> {
    private static final String FASTER = "use a cache (--cache-from), or a faster runner";
    private static final String NATIVE =
            "build this leg natively, or cross-compile in a FROM --platform=$BUILDPLATFORM stage";

    @Override
    public String id() {
        return "build.leg-time";
    }

    @Override
    public Setting<Duration> setting() {
        return Settings.only("max", Settings.text("a duration such as 30m", Durations::parse));
    }

    @Override
    public Shape shape() {
        return Settings.only("max", Shape.DURATION);
    }

    @Override
    public RuleResult judge(Duration max, BuildFacts facts) {
        boolean emulated = facts.emulated().value().orElse(false);
        String expected = "at most " + Durations.print(max);
        return RuleResult.from(facts.duration(), "how long its build took", expected, Judgement.NEEDS_RECORDS, time -> {
            String actual = Durations.print(time);
            String message = "its build took " + actual + (emulated ? ", under emulation" : "");
            return time.compareTo(max) <= 0
                    ? RuleResult.pass(expected, actual, message)
                    : RuleResult.fail(expected, actual, message + ", expected " + expected, emulated ? NATIVE : FASTER);
        });
    }
}
