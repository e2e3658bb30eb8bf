package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.PastTimes;
import dev.multiarch.record.TimeStats;
import dev.multiarch.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

final class Regression implements Rule.OfLeg<RegressionSetting> {
    private static final String FIX =
            "compare the builds by multiarch history, and look for a cache that was not used or a step that grew";
    private static final String STORE = "judge with --records, a store that keeps the records of earlier builds";

    @Override
    public String id() {
        return "build.regression";
    }

    @Override
    public Setting<RegressionSetting> setting() {
        return RegressionSetting::read;
    }

    @Override
    public Shape shape() {
        return RegressionSetting.shape();
    }

    @Override
    public int looksBack(RegressionSetting setting) {
        return setting.last();
    }

    @Override
    public RuleResult judge(RegressionSetting setting, BuildFacts facts) {
        String expected = "at most " + printed(setting.ratio()) + " times the median of earlier builds";
        if (!facts.emulated().isKnown()) {
            return RuleResult.without(
                    facts.emulated(), "whether it was built under emulation", expected, Judgement.NEEDS_RECORDS);
        }
        boolean emulated = facts.emulated().value().get();
        if (emulated && facts.cached().value().orElse(false)) {
            return RuleResult.skipped("all its emulated steps came from the cache")
                    .learnt(facts.cached());
        }
        Fact<Duration> time = emulated ? facts.emulatedTime() : facts.duration();
        Optional<PastTimes.Measured> measured = PastTimes.of(facts);
        if (measured.isEmpty()) {
            String what = emulated && time.isKnown() ? "how its time under emulation was learnt" : "how long it took";
            return RuleResult.without(time.isKnown() ? facts.basis() : time, what, expected, Judgement.NEEDS_RECORDS);
        }
        PastTimes.Measured now = measured.get();
        return facts.past()
                .value()
                .map(past -> past.on(now.basis(), setting.last()))
                .map(earlier -> earlier.size() < setting.least()
                        ? tooFew(setting, now, expected, earlier.size())
                        : compare(setting, now, earlier).learnt(time))
                .orElseGet(() -> RuleResult.without(facts.past(), "how long earlier builds took", expected, STORE));
    }

    private static RuleResult tooFew(RegressionSetting setting, PastTimes.Measured now, String expected, int found) {
        return RuleResult.unknown(
                expected,
                "the records have " + (found == 1 ? "1 earlier build" : found + " earlier builds")
                        + " to compare with (" + basis(now) + "), expected at least " + setting.least(),
                "let more builds leave their records in this store, or lower min-samples");
    }

    private static RuleResult compare(RegressionSetting setting, PastTimes.Measured now, List<Duration> earlier) {
        Duration median = TimeStats.median(earlier);
        double ratio = now.time().toMillis() / (double) Math.max(1, median.toMillis());
        String expected = "at most " + printed(setting.ratio()) + " times " + Durations.print(median);
        String actual = Durations.print(now.time());
        String message = actual + " (" + basis(now) + ") is " + printed(ratio) + " times the median of the last "
                + (earlier.size() == 1 ? "build, " : earlier.size() + " builds, ") + Durations.print(median);
        return ratio <= setting.ratio()
                ? RuleResult.pass(expected, actual, message)
                : RuleResult.fail(expected, actual, message + "; expected at most " + printed(setting.ratio()), FIX);
    }

    private static String basis(PastTimes.Measured now) {
        return switch (now.basis()) {
            case PastTimes.NATIVE -> "the whole leg, native";
            case "leg" -> "the whole leg, under emulation";
            default -> "steps under emulation";
        };
    }

    /** Rounded up, so that what is too much also looks so. */
    private static String printed(double ratio) {
        return String.format(Locale.ROOT, "%.2f", Math.max(0.0, Math.ceil(ratio * 100 - 1e-6)) / 100);
    }
}
