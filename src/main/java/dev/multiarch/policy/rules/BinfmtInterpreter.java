package dev.multiarch.policy.rules;

import dev.multiarch.host.EntrySurvey;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.record.BuildFacts;

final class BinfmtInterpreter implements Rule.OfEmulatedLeg<Boolean> {
    private static final String EXPECTED = "an interpreter that is there";
    private static final String FIX =
            "multiarch doctor --fix --platforms {platform}; or install the emulator, such as Debian's qemu-user-static";

    @Override
    public String id() {
        return "host.binfmt.interpreter";
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
        if (facts.binfmtFlags().value().filter(BuildFacts.NO_ENTRY::equals).isPresent()) {
            return RuleResult.skipped("there is no binfmt_misc entry for it, so there is no interpreter");
        }
        return BundledEmulator.skipped(facts)
                .orElseGet(() -> RuleResult.from(
                        facts.ran().interpreter(),
                        "the interpreter's file",
                        EXPECTED,
                        FIX,
                        state -> state(state, facts)));
    }

    private static RuleResult state(String state, BuildFacts facts) {
        String name = facts.emulator().value().map(path -> " " + path).orElse("");
        if (state.equals(EntrySurvey.THERE)) {
            return RuleResult.pass(EXPECTED, state, "the interpreter" + name + " is there");
        }
        boolean loaded =
                facts.binfmtFlags().value().filter(flags -> flags.contains("F")).isPresent();
        return loaded
                ? RuleResult.pass(
                        EXPECTED,
                        state + ", but loaded",
                        "the interpreter" + name + " is " + state + " now, and was loaded when it was registered (F)")
                : RuleResult.fail(
                        EXPECTED, state, "the interpreter" + name + " is " + state + ", expected " + EXPECTED, FIX);
    }
}
