package dev.multiarch.policy.rules;

import dev.multiarch.host.KernelVersion;
import dev.multiarch.image.FormatException;
import dev.multiarch.policy.Answer;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.record.BuildFacts;

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
    public Answer judge(KernelVersion min, BuildFacts facts) {
        String expected = min + " or later";
        String fix = "build this leg on a host with kernel " + expected + ", or on one that runs it natively";
        return Answer.from(facts.kernel(), "the kernel of the builder's host", expected, fix, kernel -> {
            try {
                return KernelVersion.parse(kernel).compareTo(min) >= 0
                        ? Answer.pass(expected, kernel, "the kernel of the builder's host is " + kernel)
                        : Answer.fail(
                                expected,
                                kernel,
                                "the kernel of the builder's host is " + kernel + ", expected " + expected,
                                fix);
            } catch (FormatException malformed) {
                return Answer.unknown(expected, malformed.getMessage(), fix);
            }
        });
    }
}
