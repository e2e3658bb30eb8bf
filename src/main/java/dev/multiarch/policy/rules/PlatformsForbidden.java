package dev.multiarch.policy.rules;

import dev.multiarch.image.Platform;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

final class PlatformsForbidden implements Rule.OfIndex<List<Platform>> {
    @Override
    public String id() {
        return "image.platforms.forbidden";
    }

    @Override
    public Setting<List<Platform>> setting() {
        return Settings.platforms();
    }

    @Override
    public Shape shape() {
        return Shape.PLATFORMS;
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS); // which tell an image from an artifact
    }

    @Override
    public List<RuleResult> judge(List<Platform> forbidden, Subject subject) {
        Optional<String> untold = Platforms.firstUntold(subject);
        return forbidden.stream()
                .map(platform -> one(platform, subject, untold).on(platform))
                .toList();
    }

    private static RuleResult one(Platform forbidden, Subject subject, Optional<String> untold) {
        String expected = "no " + forbidden;
        boolean there = subject.images().stream()
                .flatMap(image -> image.descriptor().platform().stream())
                .anyMatch(actual -> forbidden.covers(actual));
        if (there) {
            return RuleResult.fail(
                    expected,
                    forbidden.toString(),
                    (subject.isIndex() ? "the index has " : "it is a single image for ") + forbidden
                            + ", expected none",
                    "remove " + forbidden + " from the build, or from the forbidden platforms");
        }
        return untold.map(why -> RuleResult.unknown(
                        expected,
                        why + ", so it may be " + forbidden,
                        "merge images whose entries name their platform"))
                .orElseGet(() -> RuleResult.pass(expected, Platforms.spelt(subject), "the index has none"));
    }
}
