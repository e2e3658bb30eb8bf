package dev.multiarch.policy.rules;

import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.record.BuildFacts;

final class BinfmtMounted implements Rule.OfEmulatedLeg<Boolean> {
    private static final String EXPECTED = "binfmt_misc mounted and on";
    private static final String FIX = "multiarch doctor --fix --platforms {platform}; or, as root: mount -t binfmt_misc"
            + " binfmt_misc /proc/sys/fs/binfmt_misc && echo 1 > /proc/sys/fs/binfmt_misc/status";

    @Override
    public String id() {
        return "host.binfmt.mounted";
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
        return BundledEmulator.skipped(facts)
                .orElseGet(() -> RuleResult.from(
                        facts.ran().mounted(),
                        "whether binfmt_misc is mounted",
                        EXPECTED,
                        FIX,
                        mounted -> mounted
                                ? RuleResult.pass(EXPECTED, EXPECTED, "binfmt_misc is mounted and on")
                                : RuleResult.fail(
                                        EXPECTED,
                                        "not mounted, or off",
                                        "binfmt_misc is not mounted or switched off, expected " + EXPECTED,
                                        FIX)));
    }
}
