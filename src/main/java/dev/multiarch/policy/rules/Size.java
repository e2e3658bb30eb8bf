package dev.multiarch.policy.rules;

import dev.multiarch.image.Manifest;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.text.Sizes;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

final class Size implements Rule.OfImage<SizeLimits> {
    private static final String SMALLER = "keep build tools in an earlier stage, and copy what runs from there";
    private static final String FEWER = "combine RUN steps that belong together, or copy what runs into a last stage";
    private static final String ALIKE =
            "compare the layers by multiarch inspect: one platform contains something that the others do not";
    private static final String AGAIN = Texts.AGAIN;

    @Override
    public String id() {
        return "image.size";
    }

    @Override
    public Setting<SizeLimits> setting() {
        return SizeLimits::read;
    }

    /** Of the same commit: the same commit makes about the same layers. */
    @Override
    public boolean mayChangeByRebuilding() {
        return false;
    }

    @Override
    public Shape shape() {
        return SizeLimits.shape();
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS);
    }

    @Override
    public RuleResult judge(SizeLimits limits, Image image) {
        return RuleResult.from(image.manifest(), "its manifest", limits.expected(), AGAIN, manifest -> {
            return one(limits, manifest);
        });
    }

    @Override
    public List<RuleResult> compare(SizeLimits limits, List<Image> images) {
        List<Image> known =
                images.stream().filter(image -> image.manifest().isKnown()).toList();
        return limits.ratio().flatMap(most -> ratio(most, known)).stream().toList();
    }

    @Override
    public List<String> together() {
        return List.of(SizeLimits.RATIO_KEY);
    }

    private static RuleResult one(SizeLimits limits, Manifest manifest) {
        long bytes = manifest.compressedSize();
        int layers = manifest.layers().size();
        String size = Sizes.print(bytes);
        if (bytes > limits.bytes().orElse(Long.MAX_VALUE)) {
            String expected = "at most " + Sizes.print(limits.bytes().get()) + " compressed";
            return RuleResult.fail(
                    expected,
                    size,
                    "it has " + size + " compressed as its manifest says, expected " + expected,
                    SMALLER);
        }
        if (layers > limits.layers().orElse(Integer.MAX_VALUE)) {
            String expected = "at most " + limits.layers().get() + " layers";
            return RuleResult.fail(
                    expected, layers + " layers", "it has " + layers + " layers, expected " + expected, FEWER);
        }
        String actual = size + " compressed in " + layers + (layers == 1 ? " layer" : " layers");
        return RuleResult.pass(limits.expected(), actual, "it has " + actual);
    }

    /** Of the largest to the smallest; one alone has none. */
    private static Optional<RuleResult> ratio(double most, List<Image> images) {
        if (images.size() < 2) {
            return Optional.empty();
        }
        Image smallest = images.stream().min(Comparator.comparing(Size::bytes)).orElseThrow();
        Image largest = images.stream().max(Comparator.comparing(Size::bytes)).orElseThrow();
        double ratio = bytes(largest) / (double) Math.max(1, bytes(smallest));
        String actual = printed(ratio);
        String expected = "at most " + printed(most) + " times the smallest platform";
        String message = "it has " + Sizes.print(bytes(largest)) + " compressed, " + actual + " times the "
                + Sizes.print(bytes(smallest)) + " of " + Platforms.spelt(smallest.descriptor());
        RuleResult answer = ratio <= most
                ? RuleResult.pass(expected, actual, message)
                : RuleResult.fail(expected, actual, message + ", expected " + expected, ALIKE);
        RuleResult learnt = answer.learnt(largest.manifest());
        return Optional.of(largest.descriptor().platform().map(learnt::on).orElse(learnt));
    }

    private static long bytes(Image image) {
        return image.manifest().value().orElseThrow().compressedSize();
    }

    /** Rounded up, so that what is too much also looks so. */
    private static String printed(double ratio) {
        return String.format(Locale.ROOT, "%.2f", Math.ceil(ratio * 100 - 1e-6) / 100);
    }
}
