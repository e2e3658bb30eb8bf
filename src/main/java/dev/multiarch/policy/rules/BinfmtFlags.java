package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.text.FormatException;
import java.util.Optional;

/** The setting is the flags that the entry must have, as binfmt_misc prints them (kernel, admin-guide/binfmt-misc). */
final class BinfmtFlags implements Rule.OfEmulatedLeg<String> {
    private static final String FLAGS = "POCF";

    @Override
    public String id() {
        return "host.binfmt.flags";
    }

    @Override
    public Setting<String> setting() {
        return Settings.text("binfmt_misc flags such as F", BinfmtFlags::parse);
    }

    @Override
    public Shape shape() {
        return new Shape.Text("[" + FLAGS + "]{1," + FLAGS.length() + "}", "binfmt_misc flags such as F");
    }

    private static String parse(String text) {
        boolean known = !text.isEmpty() && text.chars().allMatch(flag -> FLAGS.indexOf(flag) >= 0);
        if (!known || text.chars().distinct().count() != text.length()) {
            throw new FormatException(
                    "binfmt_misc flags \"" + text + "\" are malformed: expected some of P, O, C and F, such as F");
        }
        return text;
    }

    @Override
    public RuleResult judge(String wanted, BuildFacts facts) {
        Fact<String> flags = facts.binfmtFlags();
        Fact<String> emulator = facts.emulator();
        Optional<RuleResult> skipped = BundledEmulator.skipped(facts);
        if (skipped.isPresent()) {
            return skipped.get();
        }
        String expected = "an entry with " + wanted;
        String fix = "register the emulator with flag " + wanted
                + " on the builder's host, multiarch doctor --fix --platforms"
                + " {platform}; or build this leg natively";
        boolean noEntry = flags.value().filter(BuildFacts.NO_ENTRY::equals).isPresent();
        // A builder may have its own entries; anyone who saw the file system itself knows that there is none.
        if (noEntry && !emulator.isKnown() && !facts.ran().mounted().isKnown()) {
            String why = "there is no binfmt_misc entry for it, and what ran it is unknown: " + emulator.reason();
            return RuleResult.unknown(expected, why, fix).learnt(flags);
        }
        return RuleResult.from(flags, "the binfmt_misc entry that ran it", expected, fix, actual -> {
            if (noEntry) {
                String message = "the builder's host has no binfmt_misc entry for it, expected one with flag " + wanted;
                return RuleResult.fail(expected, "no entry", message, fix);
            }
            String message = "the binfmt_misc entry has the flags " + (actual.isEmpty() ? "(none)" : actual);
            return wanted.chars().allMatch(flag -> actual.indexOf(flag) >= 0)
                    ? RuleResult.pass(expected, actual, message)
                    : RuleResult.fail(
                            expected,
                            actual.isEmpty() ? "no flags" : actual,
                            message + ", expected " + wanted + " among them",
                            fix);
        });
    }
}
