package dev.multiarch.policy.rules;

import dev.multiarch.host.KernelVersion;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.text.FormatException;

final class HostKernel implements Rule.OfEmulatedLeg<KernelVersion> {
    @Override
    public String id() {
        return "host.kernel";
    }

    @Override
    public Setting<KernelVersion> setting() {
        return Settings.only("min", Settings.text("a version in quotes such as \"4.8\"", KernelVersion::parse));
    }

    @Override
    public Shape shape() {
        return Settings.only("min", Shape.VERSION);
    }

    @Override
    public RuleResult judge(KernelVersion min, BuildFacts facts) {
        String expected = min + " or later";
        String fix = "build this leg on a host with kernel " + expected + ", or on a host that runs it natively";
        return RuleResult.from(facts.kernel(), "the kernel of the builder's host", expected, fix, kernel -> {
            try {
                return KernelVersion.parse(kernel).compareTo(min) >= 0
                        ? RuleResult.pass(expected, kernel, "the kernel of the builder's host is " + kernel)
                        : RuleResult.fail(
                                expected,
                                kernel,
                                "the kernel of the builder's host is " + kernel + ", expected " + expected,
                                fix);
            } catch (FormatException malformed) {
                return RuleResult.unknown(expected, malformed.getMessage(), fix);
            }
        });
    }
}
