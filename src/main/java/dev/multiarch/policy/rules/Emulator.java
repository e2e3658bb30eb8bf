package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.record.BuildFacts;

final class Emulator implements Rule.OfEmulatedLeg<EmulatorSetting> {
    private static final String RUNS = "a program of the platform runs";
    private static final String FIX = "multiarch doctor --fix --platforms {platform}; or build it on a native runner";
    private static final String NEWER = "install a newer QEMU on the builder's host, and register it again";

    @Override
    public String id() {
        return "host.emulator";
    }

    @Override
    public Setting<EmulatorSetting> setting() {
        return EmulatorSetting::read;
    }

    @Override
    public Shape shape() {
        return EmulatorSetting.shape();
    }

    @Override
    public RuleResult judge(EmulatorSetting setting, BuildFacts facts) {
        if (setting.probe()) {
            RuleResult ran = ran(facts.ran().runs());
            if (ran.outcome() != Outcome.PASS || setting.min().isEmpty()) {
                return ran;
            }
        }
        LeastVersion min = setting.min().orElseThrow();
        String expected = "QEMU " + min + " or later";
        boolean bundled = BundledEmulator.skipped(facts).isPresent();
        Fact<String> version = bundled
                ? Fact.unknown("BuildKit's own emulator does not report its version")
                : facts.ran().version();
        return RuleResult.from(version, "the emulator's version", expected, NEWER, found -> {
            return min.judge(found, "the emulator is QEMU " + found, expected, NEWER);
        });
    }

    private static RuleResult ran(Fact<Boolean> runs) {
        return RuleResult.from(runs, "whether " + RUNS, RUNS, FIX, yes -> {
            if (yes) {
                return RuleResult.pass(RUNS, "it ran", RUNS);
            }
            String why = runs.reason().isEmpty() ? "it did not run" : runs.reason();
            return RuleResult.fail(RUNS, why, "no program of the platform runs: " + why, FIX);
        });
    }
}
