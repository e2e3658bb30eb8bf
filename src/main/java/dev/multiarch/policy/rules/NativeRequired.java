package dev.multiarch.policy.rules;

import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.record.BuildFacts;

final class NativeRequired implements Rule.OfLeg<Boolean> {
    private static final String EXPECTED = "a native build";
    private static final String FIX = "name a runner of this platform in --runners, and build this leg there";

    @Override
    public String id() {
        return "build.native-required";
    }

    @Override
    public Setting<Boolean> setting() {
        return Settings.flag();
    }

    @Override
    public Shape shape() {
        return Shape.FLAG;
    }

    @Override
    public RuleResult judge(Boolean on, BuildFacts facts) {
        return RuleResult.from(
                facts.emulated(),
                "whether it was built under emulation",
                EXPECTED,
                Judgement.NEEDS_RECORDS,
                emulated -> {
                    return emulated
                            ? RuleResult.fail(EXPECTED, "emulated", "built under emulation, expected " + EXPECTED, FIX)
                            : RuleResult.pass(EXPECTED, "native", "built natively");
                });
    }
}
