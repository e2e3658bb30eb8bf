package dev.multiarch.policy.rules;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is required is allowed as well; an empty list allows only that. */
final class PlatformsAllowed implements Rule.OfImage<List<Platform>> {
    @Override
    public String id() {
        return "image.platforms.allowed";
    }

    @Override
    public Setting<List<Platform>> setting() {
        return (value, siblings, values) ->
                Settings.platforms(value, values).map(allowed -> withRequired(allowed, siblings));
    }

    @Override
    public Shape shape() {
        return Shape.PLATFORMS;
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS); // which tell an image from an artifact
    }

    private static List<Platform> withRequired(List<Platform> allowed, Yaml.Mapping siblings) {
        Values silent = new Values(new Problems()); // the neighbour's own reading reports what is wrong with it
        Optional<List<Platform>> required =
                siblings.get("required").flatMap(value -> Settings.platforms(value, silent));
        List<Platform> all = new ArrayList<>(required.orElse(List.of()));
        allowed.stream().filter(platform -> !all.contains(platform)).forEach(all::add);
        return all;
    }

    @Override
    public RuleResult judge(List<Platform> allowed, Image image) {
        Descriptor entry = image.descriptor();
        String expected = allowed.isEmpty() ? "no platform at all" : Platforms.list(allowed);
        Optional<String> opaque = Platforms.opaque(entry);
        if (opaque.isPresent()) {
            return RuleResult.unknown(
                    expected,
                    opaque.get() + ", expected an image for " + expected,
                    "merge images, each for one platform");
        }
        String actual = Platforms.spelt(entry);
        if (entry.platform()
                .filter(platform -> Platforms.covers(allowed, platform))
                .isPresent()) {
            return RuleResult.pass(expected, actual, "allowed");
        }
        String found = Platforms.nameless(entry).orElse("there is an image for " + actual);
        return RuleResult.fail(
                expected,
                actual,
                found + ", expected " + (allowed.isEmpty() ? "" : "only ") + expected,
                "remove it from the build, or add it to the allowed platforms");
    }
}
