package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.HostFact;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;

final class BinfmtSupport implements Rule.OfHost<LeastVersion> {
    private static final String FIX =
            "install a newer binfmt-support, because older ones register without flag F; or run multiarch doctor --fix";

    @Override
    public String id() {
        return "host.binfmt-support";
    }

    @Override
    public Setting<LeastVersion> setting() {
        return Settings.only("min", Settings.version("2.1.7"));
    }

    @Override
    public Shape shape() {
        return Settings.only("min", Shape.VERSION);
    }

    @Override
    public RuleResult judge(LeastVersion min, HostSurvey host) {
        Fact<String> version = host.fact(HostFact.BINFMT_SUPPORT);
        if (version.value().filter(HostFact.NONE::equals).isPresent()) {
            return RuleResult.skipped("binfmt-support is not installed").learnt(version);
        }
        String expected = "binfmt-support " + min + " or later";
        return RuleResult.from(version, "the version of binfmt-support", expected, FIX, found -> {
            return min.judge(found, "binfmt-support is " + found, expected, FIX);
        });
    }
}
